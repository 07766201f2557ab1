package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.platform.Keyring;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Endpoint.Consent;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The servers that may be asked, and one of them while it is being written down.
public final class EndpointsViewModel {
    private final SettingsViewModel settings;
    private final RemoteClient remote;
    private final Keyring keyring;
    private final JobRunner jobs;
    private Consumer<Endpoint> onUse = _ -> {};
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty model = new SimpleStringProperty("");
    private final ObservableList<String> models = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Check> check =
            new ReadOnlyObjectWrapper<>(new Check.None());
    private Optional<Endpoint> edited = Optional.empty();
    private Optional<JobHandle<?>> asking = Optional.empty();
    private int asked;

    /// Whether a server answers.
    public sealed interface Check {
        /// It was not asked.
        record None() implements Check {}

        record Running() implements Check {}

        /// It answers.
        ///
        /// @param models how many it offers
        record Found(int models) implements Check {}

        record Failed(Problem problem) implements Check {}

        /// The keyring did not take the key, so nothing was saved.
        record NotKept() implements Check {}
    }

    /// What is wrong with what was written.
    public enum Flaw {
        NO_NAME,
        NAME_TAKEN,
        ADDRESS,
        KEY,
        /// There is no keyring to put it into.
        BARE_KEY,
        NO_MODEL
    }

    /// @param keyring keeps keys, which are never written into a file
    public EndpointsViewModel(
            SettingsViewModel settings, RemoteClient remote, Keyring keyring, JobRunner jobs) {
        this.settings = settings;
        this.remote = remote;
        this.keyring = keyring;
        this.jobs = jobs;
    }

    /// @param listener hears of an endpoint that is to answer the conversations
    public void onUse(Consumer<Endpoint> listener) {
        onUse = listener;
    }

    /// Whether the person has to agree before an endpoint answers.
    public boolean isToBeAgreed(Endpoint endpoint) {
        return endpoint.consent() == Endpoint.Consent.ASK
                || !settings.settingsProperty().get().allows(NetworkUse.REMOTE_ANSWERS);
    }

    /// Lets an endpoint answer the conversations, until another model is opened or the program
    /// ends. Whoever calls it has told the person what that means.
    public void use(Endpoint endpoint) {
        settings.agree(endpoint);
        onUse.accept(endpoint.withConsent(Endpoint.Consent.GIVEN));
    }

    /// All servers, in the order in which they were added.
    public ObservableValue<List<Endpoint>> endpoints() {
        return settings.settingsProperty().map(now -> now.endpoints());
    }

    private List<Endpoint> all() {
        return settings.settingsProperty().get().endpoints();
    }

    /// Whether a server is being written down.
    public ReadOnlyBooleanProperty editingProperty() {
        return editing.getReadOnlyProperty();
    }

    public StringProperty nameProperty() {
        return name;
    }

    public StringProperty addressProperty() {
        return address;
    }

    public StringProperty keyProperty() {
        return key;
    }

    public StringProperty modelProperty() {
        return model;
    }

    /// The models that the server offers, once it was asked.
    public ObservableList<String> models() {
        return models;
    }

    public ReadOnlyObjectProperty<Check> checkProperty() {
        return check.getReadOnlyProperty();
    }

    /// The first thing that is wrong; empty if the server can be kept.
    public ObservableValue<Optional<Flaw>> flaw() {
        return Bindings.createObjectBinding(this::findFlaw, name, address, key, model, editing);
    }

    private Optional<Flaw> findFlaw() {
        String wanted = name.get().strip();
        if (wanted.isEmpty()) {
            return Optional.of(Flaw.NO_NAME);
        }
        boolean taken =
                all().stream()
                        .filter(other -> !edited.equals(Optional.of(other)))
                        .anyMatch(other -> other.name().equals(wanted));
        if (taken) {
            return Optional.of(Flaw.NAME_TAKEN);
        }
        if (Endpoint.address(address.get()).isEmpty()) {
            return Optional.of(Flaw.ADDRESS);
        }
        if (secret().isEmpty()) {
            return Optional.of(Flaw.KEY);
        }
        if (!keyring.isThere() && secret().filter(Secret::isBare).isPresent()) {
            return Optional.of(Flaw.BARE_KEY);
        }
        return model.get().isBlank() ? Optional.of(Flaw.NO_MODEL) : Optional.empty();
    }

    private Optional<Secret> secret() {
        return Optional.of(key.get().strip()).filter(Secret::isUsable).map(Secret::new);
    }

    /// Whether what is written would be sent in a way that others can read.
    public ObservableValue<Boolean> openToOthers() {
        return Bindings.createBooleanBinding(
                () -> draft("?").filter(Endpoint::isOpenToOthers).isPresent(), address);
    }

    /// Begins to write down a new server.
    public void add() {
        edit(Optional.empty());
    }

    /// Begins to change a server.
    public void edit(Endpoint endpoint) {
        edit(Optional.of(endpoint));
    }

    private void edit(Optional<Endpoint> endpoint) {
        endChecking();
        edited = endpoint;
        name.set(endpoint.map(Endpoint::name).orElse(""));
        address.set(endpoint.map(now -> now.address().toString()).orElse(""));
        key.set(endpoint.map(now -> now.key().value()).orElse(""));
        models.setAll(endpoint.map(Endpoint::model).stream().toList());
        model.set(endpoint.map(Endpoint::model).orElse(""));
        editing.set(true);
    }

    public void cancel() {
        endChecking();
        editing.set(false);
        edited = Optional.empty();
        key.set("");
    }

    /// Keeps what was written; does nothing while [#flaw] says what is wrong.
    public void save() {
        if (findFlaw().isPresent()) {
            return;
        }
        var old = edited.map(Endpoint::name);
        draft(model.get().strip())
                .ifPresent(now -> {
                    if (now.key().isBare()) {
                        lockAway(now, old);
                    } else {
                        save(now, old);
                        cancel();
                    }
                });
    }

    private void save(Endpoint now, Optional<String> old) {
        settings.change(all -> {
            var rest = all;
            if (old.isPresent() && !old.get().equals(now.name())) {
                rest = rest.withoutEndpoint(old.get());
            }
            return rest.withEndpoint(now);
        });
    }

    /// Puts the key into the keyring, and the server into the settings when it is there.
    private void lockAway(Endpoint server, Optional<String> old) {
        String account =
                server.address().getHost() + "-" + Integer.toHexString(server.name().hashCode());
        jobs.run(Job.of("keeping a key", _ -> keyring.keep(account, server.key().value())))
                .onSuccess(kept -> {
                    if (kept) {
                        save(server.withKey(Secret.inKeyring(account)), old);
                        cancel();
                    } else {
                        check.set(new Check.NotKept());
                    }
                });
    }

    public void remove(Endpoint endpoint) {
        if (edited.equals(Optional.of(endpoint))) {
            cancel();
        }
        settings.change(all -> all.withoutEndpoint(endpoint.name()));
        String account = endpoint.key().account();
        if (!account.isEmpty()) {
            jobs.run(
                    Job.of(
                            "forgetting a key",
                            _ -> {
                                keyring.forget(account);
                                return account;
                            }));
        }
    }

    /// Whoever agreed to ask one address has not agreed to another one.
    private Optional<Endpoint> draft(String asked) {
        var server = Endpoint.address(address.get());
        var secret = secret();
        if (server.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        var consent =
                edited.filter(old -> old.address().equals(server.get()))
                        .map(Endpoint::consent)
                        .orElse(Consent.ASK);
        String called = name.get().isBlank() ? server.get().getHost() : name.get().strip();
        return Optional.of(new Endpoint(called, server.get(), asked, secret.get(), consent));
    }

    /// Asks the server which models it has: shows whether it answers, and sends nothing but the
    /// key.
    public void check() {
        var server = draft("?");
        if (server.isEmpty()) {
            return;
        }
        endChecking();
        int mine = asked;
        check.set(new Check.Running());
        var handle =
                jobs.run(
                        Job.of(
                                "asking a server for its models",
                                job -> remote.models(server.get(), job.cancel())));
        asking = Optional.of(handle);
        handle.onSuccess(
                        found -> {
                            if (mine == asked) {
                                found(found);
                            }
                        })
                .onFailure(problem -> {
                    if (mine == asked) {
                        check.set(new Check.Failed(problem));
                    }
                });
    }

    private void found(List<String> found) {
        String before = model.get();
        models.setAll(found);
        model.set(before.isBlank() && !found.isEmpty() ? found.getFirst() : before);
        check.set(new Check.Found(found.size()));
    }

    private void endChecking() {
        asked++;
        asking.ifPresent(JobHandle::cancel);
        asking = Optional.empty();
        check.set(new Check.None());
    }
}
