package dev.nunchi.app.ui.shell;

import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.engine.library.InstalledModel;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

import java.util.List;
import java.util.Optional;

/// The conversation's model, remembered in the settings.
public final class ChatModel implements ActiveModel {
    private final ChatViewModel chat;
    private final ModelService models;
    private final SettingsViewModel settings;
    private final JobRunner jobs;
    private final ReadOnlyObjectWrapper<Status> status =
            new ReadOnlyObjectWrapper<>(new Status.None());
    private String opening = "";

    public ChatModel(
            ChatViewModel chat, ModelService models, SettingsViewModel settings, JobRunner jobs) {
        this.chat = chat;
        this.models = models;
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
    }
}
