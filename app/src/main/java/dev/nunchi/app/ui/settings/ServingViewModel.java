package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.server.ChatServer;
import dev.nunchi.app.server.ServedRequest;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.settings.Serving;
import dev.nunchi.app.settings.Serving.Reach;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/// The server that lets other programs ask: started and stopped by the person, never by itself.
public final class ServingViewModel implements AutoCloseable {
    /// Requests that are shown.
    static final int SHOWN = 100;

    private static final int KEY_BYTES = 24;

    private final SettingsViewModel settings;
    private final Starter starter;
    private final JobRunner jobs;
    private final Consumer<ServedRequest> heard;
    private final StringProperty port = new SimpleStringProperty();
    private final StringProperty key = new SimpleStringProperty();
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Stopped());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<ServedRequest> log = FXCollections.observableArrayList();
    private final BooleanBinding portValid =
            Bindings.createBooleanBinding(() -> typedPort().isPresent(), port);
    private final BooleanBinding keyValid =
            Bindings.createBooleanBinding(() -> Secret.isUsable(key.get()), key);
    private Optional<ChatServer> server = Optional.empty();

    /// Starts a server with the open model.
    @FunctionalInterface
    public interface Starter {
        /// @param log hears of requests, on threads of the server
        /// @return the caller closes it
        ChatServer start(Serving serving, Consumer<ServedRequest> log) throws ServerException;
    }

    /// What the server does.
    public sealed interface State {
        record Stopped() implements State {}

        record Changing() implements State {}

        /// @param address what clients are told, without `/v1`
        record Running(URI address) implements State {}
    }

    public ServingViewModel(SettingsViewModel settings, Starter starter, JobRunner jobs) {
        this.settings = settings;
        this.starter = starter;
        this.jobs = jobs;
        heard = jobs.onWindow(this::hear);
        port.set(String.valueOf(serving().port()));
        key.set(serving().key().value());
        settings.settingsProperty().subscribe(this::obey);
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Why it does not run.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// The last requests, the newest first.
    public ObservableList<ServedRequest> log() {
        return log;
    }

    public StringProperty portProperty() {
        return port;
    }

    public BooleanBinding portValidProperty() {
        return portValid;
    }

    public StringProperty keyProperty() {
        return key;
    }

    public BooleanBinding keyValidProperty() {
        return keyValid;
    }

    public Serving serving() {
        return settings.settingsProperty().get().serving();
    }

    public void choose(Reach reach) {
        change(serving().withReach(reach));
    }

    /// Makes a key that nobody guesses.
    public void makeKey() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        key.set(HexFormat.of().formatHex(bytes));
        commit();
    }

    /// Takes over what was typed, as far as it can be used.
    public void commit() {
        var typed = serving().withPort(typedPort().orElse(serving().port()));
        change(keyValid.get() ? typed.withKey(new Secret(key.get())) : typed);
    }

    /// Starts the server; whoever does allows this use of the network.
    public void start() {
        if (!(state.get() instanceof State.Stopped) || !portValid.get() || !keyValid.get()) {
            return;
        }
        commit();
        settings.allow(NetworkUse.SERVING);
        var how = serving();
        state.set(new State.Changing());
        problem.set(Optional.empty());
        jobs.run(Job.of("starting the server", _ -> starter.start(how, heard)))
                .onSuccess(this::started)
                .onFailure(failure -> {
                    state.set(new State.Stopped());
                    problem.set(Optional.of(failure));
                });
    }

    private void started(ChatServer now) {
        server = Optional.of(now);
        state.set(new State.Running(now.address()));
    }

    /// Ends the running answer, if there is one, and stops to listen.
    public void stop() {
        server.ifPresent(running -> {
            server = Optional.empty();
            state.set(new State.Changing());
            jobs.run(
                            Job.of(
                                    "stopping the server",
                                    _ -> {
                                        running.close();
                                        return running;
                                    }))
                    .onSuccess(_ -> state.set(new State.Stopped()))
                    .onFailure(failure -> {
                        state.set(new State.Stopped());
                        problem.set(Optional.of(failure));
                    });
        });
    }

    /// Who takes the permission back stops the server.
    private void obey(Settings now) {
        if (!now.allows(NetworkUse.SERVING)) {
            stop();
        }
    }

    private void hear(ServedRequest request) {
        log.addFirst(request);
        if (log.size() > SHOWN) {
            log.removeLast();
        }
    }

    private Optional<Integer> typedPort() {
        String typed = port.get().strip();
        return typed.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(typed)).filter(Serving::isPort)
                : Optional.empty();
    }

    private void change(Serving serving) {
        settings.change(now -> now.withServing(serving));
    }

    /// Stops the server and waits for that: the model may be closed then.
    @Override
    public void close() {
        server.ifPresent(ChatServer::close);
        server = Optional.empty();
    }
}
