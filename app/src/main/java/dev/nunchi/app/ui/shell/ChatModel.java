package dev.nunchi.app.ui.shell;

import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.engine.adapter.InstalledAdapter;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Optional;

/// The conversation's model, remembered in the settings, and the adapter that it answers with,
/// which is not: a start begins with the model as it is.
public final class ChatModel implements ActiveModel {
    private final ChatViewModel chat;
    private final ModelService models;
    private final AdapterService adapters;
    private final SettingsViewModel settings;
    private final JobRunner jobs;
    private final ReadOnlyObjectWrapper<Status> status =
            new ReadOnlyObjectWrapper<>(new Status.None());
    private final ObservableList<String> available = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<String>> adapter =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private String opening = "";

    /// What the open model is chosen with.
    public record Services(ModelService models, AdapterService adapters) {}

    public ChatModel(
            ChatViewModel chat, Services services, SettingsViewModel settings, JobRunner jobs) {
        this.chat = chat;
        this.models = services.models();
        this.adapters = services.adapters();
        this.settings = settings;
        this.jobs = jobs;
        chat.stateProperty().subscribe(_ -> update());
        chat.modelProperty().subscribe(_ -> update());
    }

    @Override
    public ObservableValue<Status> status() {
        return status.getReadOnlyProperty();
    }

    @Override
    public void open(InstalledModel model) {
        settings.change(current -> current.withModel(Optional.of(model.name())));
        use(model);
    }

    @Override
    public void removed(InstalledModel model) {
        if (settings.settingsProperty().get().model().equals(Optional.of(model.name()))) {
            settings.change(current -> current.withModel(Optional.empty()));
            openRemembered();
        }
    }

    /// Opens the model that was in use last; the first of the list if that is not there.
    public void openRemembered() {
        Settings now = settings.settingsProperty().get();
        jobs.run(Job.of("choosing a model", _ -> choose(models.list(), now.model())))
                .onSuccess(found -> found.ifPresentOrElse(this::use, chat::noModel))
                .onFailure(_ -> chat.noModel());
    }

    private static Optional<InstalledModel> choose(
            List<InstalledModel> installed, Optional<String> name) {
        return installed.stream()
                .filter(model -> name.equals(Optional.of(model.name())))
                .findFirst()
                .or(() -> installed.stream().findFirst());
    }

    /// Names of the adapters that the open model can answer with.
    public ObservableList<String> adapters() {
        return available;
    }

    /// The adapter that answers; empty if the model answers as it is.
    public ReadOnlyObjectProperty<Optional<String>> adapterProperty() {
        return adapter.getReadOnlyProperty();
    }

    /// Lets what was trained answer, opening its model if need be.
    public void use(TunedModel tuned) {
        settings.change(current -> current.withModel(Optional.of(tuned.answering())));
        opening = tuned.answering();
        chat.useModel(progress -> adapters.use(tuned, progress));
    }

    /// Lets the open model answer with one of [#adapters], or as it is.
    public void choose(Optional<String> name) {
        var model = models.current().map(ModelInfo::name);
        if (name.isPresent() && model.isPresent()) {
            use(new TunedModel(model.get(), name.get()));
        } else {
            adapters.useNone();
            adapter.set(Optional.empty());
        }
    }

    /// Another model may have been opened, to compare answers: then the conversation goes on with
    /// that one, and says so.
    public void follow() {
        var now = models.current();
        if (now.isPresent() && !now.equals(chat.modelProperty().get())) {
            opening = now.get().name();
            chat.useModel(_ -> now.get());
        }
    }

    private void use(InstalledModel model) {
        opening = model.name();
        chat.useModel(model);
    }

    private void update() {
        if (chat.stateProperty().get() instanceof ChatState.LoadingModel loading) {
            status.set(new Status.Opening(opening, loading.stage(), loading.fraction()));
        } else {
            status.set(
                    chat.modelProperty()
                            .get()
                            .<Status>map(Status.Open::new)
                            .orElseGet(Status.None::new));
        }
        adapter.set(adapters.inUse());
        listAdapters();
    }

    private void listAdapters() {
        var model = chat.modelProperty().get().map(ModelInfo::name);
        if (model.isEmpty()) {
            available.clear();
            return;
        }
        jobs.run(Job.of("listing adapters", _ -> adaptersOf(model.get())))
                .onSuccess(names -> {
                    if (!available.equals(names)) {
                        available.setAll(names);
                    }
                });
    }

    private List<String> adaptersOf(String name) throws EngineException {
        if (adapters.list().isEmpty()) {
            return List.of();
        }
        var model = models.find(name);
        return model.isEmpty()
                ? List.of()
                : adapters.of(model.get()).stream().map(InstalledAdapter::name).toList();
    }
}
