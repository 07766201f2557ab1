package dev.nunchi.app.ui.shell;

import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.compare.ModelLender;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.engine.adapter.InstalledAdapter;
import dev.nunchi.engine.chat.Assistant;
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
import java.util.OptionalInt;
import java.util.function.LongConsumer;

/// The conversation's model, remembered in the settings, and the adapter that it answers with,
/// remembered with each conversation: a start begins with the model as it is.
public final class ChatModel implements ActiveModel, ModelLender {
    private final ChatViewModel chat;
    private final ModelService models;
    private final AdapterService adapters;
    private final ConversationService conversations;
    private final SettingsViewModel settings;
    private final JobRunner jobs;
    private final ReadOnlyObjectWrapper<Status> status =
            new ReadOnlyObjectWrapper<>(new Status.None());
    private final ObservableList<String> available = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<String>> adapter =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Missing>> missing =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> tooLarge =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Endpoint>> elsewhere =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private String opening = "";
    private int lent;
    private Optional<Answerer> lender = Optional.empty();
    private Setup opened;
    private Optional<Wanted> wanted = Optional.empty();

    /// What a conversation that was opened again was answered with.
    private record Wanted(long conversation, Optional<String> adapter) {}

    /// What a model is opened with besides adapters; measured threads count from the next time.
    private record Setup(Optional<String> device, OptionalInt threads, OptionalInt context) {
        static Setup of(Settings settings) {
            var computing = settings.computing();
            return new Setup(computing.device(), computing.threads(), settings.context());
        }
    }

    /// What the open model is chosen with.
    public record Services(
            ModelService models, AdapterService adapters, ConversationService conversations) {}

    public ChatModel(
            ChatViewModel chat, Services services, SettingsViewModel settings, JobRunner jobs) {
        this.chat = chat;
        this.models = services.models();
        this.adapters = services.adapters();
        this.conversations = services.conversations();
        this.settings = settings;
        this.jobs = jobs;
        this.opened = Setup.of(settings.settingsProperty().get());
        chat.stateProperty().subscribe(_ -> update());
        settings.settingsProperty().subscribe(_ -> reopenIfChosenOtherwise());
        settings.settingsProperty().subscribe(_ -> comeBackIfForbidden());
        chat.modelProperty().subscribe(_ -> update());
        chat.conversationProperty().subscribe(_ -> missing.set(Optional.empty()));
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
    public void open(InstalledModel model, int context) {
        var shorter = settings.settingsProperty().get().withContext(OptionalInt.of(context));
        opened = Setup.of(shorter); // or the change would open the one before it once more
        settings.change(current ->
                current.withModel(Optional.of(model.name())).withContext(shorter.context()));
        use(model);
    }

    @Override
    public void unload(LongConsumer done) {
        chat.stop();
        chat.noModel();
        jobs.run(Job.of("closing a model", _ -> models.unload())).onSuccess(done::accept);
    }

    @Override
    public void removed(InstalledModel model) {
        if (settings.settingsProperty().get().model().equals(Optional.of(model.name()))) {
            settings.change(current -> current.withModel(Optional.empty()));
            openRemembered();
        }
    }

    /// Opens the model that was in use last; the first of the list if that is not there, or the
    /// free memory does not take it.
    public void openRemembered() {
        Settings now = settings.settingsProperty().get();
        jobs.run(Job.of("choosing a model", _ -> choose(models.list(), now.model())))
                .onSuccess(chosen -> {
                    tooLarge.set(chosen.tooLarge());
                    chosen.model().ifPresentOrElse(this::use, chat::noModel);
                })
                .onFailure(_ -> chat.noModel());
    }

    /// @param tooLarge the name of the remembered model if the memory did not take it
    private record Chosen(Optional<InstalledModel> model, Optional<String> tooLarge) {}

    private Chosen choose(List<InstalledModel> installed, Optional<String> name) {
        var remembered =
                installed.stream()
                        .filter(model -> name.equals(Optional.of(model.name())))
                        .findFirst()
                        .or(() -> installed.stream().findFirst());
        if (remembered.isEmpty() || models.fits(remembered.get())) {
            return new Chosen(remembered, Optional.empty());
        }
        var other = installed.stream().filter(models::fits).findFirst();
        return new Chosen(other, remembered.map(InstalledModel::name));
    }

    /// The model that was in use last, if the free memory did not take it at the start.
    public ReadOnlyObjectProperty<Optional<String>> tooLargeProperty() {
        return tooLarge.getReadOnlyProperty();
    }

    /// Names of the adapters that the open model can answer with.
    public ObservableList<String> adapters() {
        return available;
    }

    /// The adapter that answers; empty if the model answers as it is.
    public ReadOnlyObjectProperty<Optional<String>> adapterProperty() {
        return adapter.getReadOnlyProperty();
    }

    /// The adapter that answered before in the open conversation, if it does not answer now.
    public ReadOnlyObjectProperty<Optional<Missing>> missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /// An adapter that a conversation was answered with and cannot be now.
    public sealed interface Missing {
        /// Its name.
        String adapter();

        /// It has been deleted since.
        record Deleted(String adapter) implements Missing {}

        /// It belongs to another model than the one that answers.
        ///
        /// @param trainedOn what its own model was called where it was trained
        record OfAnotherModel(String adapter, String trainedOn) implements Missing {}
    }

    /// Lets what was trained answer, opening its model if need be.
    public void use(TunedModel tuned) {
        elsewhere.set(Optional.empty());
        settings.change(current -> current.withModel(Optional.of(tuned.answering())));
        opening = tuned.answering();
        chat.useModel(progress -> adapters.use(tuned, progress));
    }

    /// The server that answers the conversations; empty if a model of this computer does.
    public ReadOnlyObjectProperty<Optional<Endpoint>> elsewhereProperty() {
        return elsewhere.getReadOnlyProperty();
    }

    /// Lets a server answer until another model is opened; the next start begins here again.
    ///
    /// @param assistant asks it
    public void use(Endpoint endpoint, Assistant assistant) {
        opening = endpoint.model();
        chat.useModel(_ -> models.open(assistant));
        elsewhere.set(Optional.of(endpoint));
    }

    /// A server that is forbidden or gone does not answer any more.
    private void comeBackIfForbidden() {
        var now = settings.settingsProperty().get();
        boolean allowed =
                elsewhere
                        .get()
                        .flatMap(endpoint -> now.endpoint(endpoint.name()))
                        .filter(_ -> now.allows(NetworkUse.REMOTE_ANSWERS))
                        .isPresent();
        if (elsewhere.get().isPresent() && !allowed) {
            elsewhere.set(Optional.empty());
            openRemembered();
        }
    }

    /// Lets the open model answer with one of [#adapters], or as it is; remembers that with the
    /// conversation.
    public void choose(Optional<String> name) {
        wanted = Optional.empty();
        missing.set(Optional.empty());
        long conversation = chat.conversationProperty().get();
        var model = models.current().map(ModelInfo::name);
        if (conversation != 0 && model.isPresent()) {
            jobs.run(
                    Job.of(
                            "noting who answers",
                            _ -> {
                                conversations.useModel(conversation, model.get(), name);
                                return name;
                            }));
        }
        answerWith(name);
    }

    /// Lets a conversation that was opened be answered as it was, as soon as a model is open; goes
    /// on with the model as it is where the adapter belongs to another one, or has gone.
    public void restore(long conversation) {
        jobs.run(
                        Job.of(
                                "finding who answered",
                                _ -> new Wanted(conversation, conversations.adapter(conversation))))
                .onSuccess(found -> {
                    wanted = Optional.of(found);
                    restoreWanted();
                });
    }

    private void restoreWanted() {
        var model = chat.modelProperty().get();
        if (wanted.isEmpty() || model.isEmpty()) {
            return;
        }
        var now = wanted.get();
        wanted = Optional.empty();
        if (now.adapter().isEmpty()) {
            restore(now, Optional.empty());
        } else if (!now.adapter().equals(adapters.inUse())) {
            String name = now.adapter().get();
            jobs.run(Job.of("looking for an adapter", _ -> hindrance(name, model.get().name())))
                    .onSuccess(hindrance -> restore(now, hindrance));
        }
    }

    /// @return why a model cannot answer with an adapter; empty if it can
    private Optional<Missing> hindrance(String name, String model) throws EngineException {
        var there = adapters.list().stream().filter(found -> found.name().equals(name)).findFirst();
        if (there.isEmpty()) {
            return Optional.of(new Missing.Deleted(name));
        }
        String trainedOn = there.get().info().provenance().baseName();
        return adaptersOf(model).contains(name)
                ? Optional.empty()
                : Optional.of(new Missing.OfAnotherModel(name, trainedOn));
    }

    private void restore(Wanted now, Optional<Missing> hindrance) {
        if (chat.conversationProperty().get().equals(now.conversation())) {
            answerWith(now.adapter().filter(_ -> hindrance.isEmpty()));
            missing.set(hindrance);
        }
    }

    private void answerWith(Optional<String> name) {
        var model = models.current().map(ModelInfo::name);
        if (name.isPresent() && model.isPresent()) {
            use(new TunedModel(model.get(), name.get()));
        } else {
            adapters.useNone();
            adapter.set(Optional.empty());
        }
    }

    @Override
    public void lend() {
        if (lent++ > 0) {
            return;
        }
        boolean loading = chat.getState() instanceof ChatState.LoadingModel;
        lender =
                chat.modelProperty()
                        .get()
                        .filter(_ -> !loading && elsewhere.get().isEmpty())
                        .map(info -> Answerer.local(info.name(), adapters.inUse()));
        chat.lend();
    }

    @Override
    public void takeBack() {
        lent--;
        if (lent == 0 && chat.getState() instanceof ChatState.Lent) {
            lender.ifPresentOrElse(this::answerAgain, this::openRemembered);
        }
    }

    private void answerAgain(Answerer who) {
        opening = who.model();
        var before =
                who.adapter()
                        .map(name -> new TunedModel(who.model(), name))
                        .orElse(new TunedModel(who.model(), who.model(), TunedModel.Form.MODEL));
        chat.useModel(progress -> adapters.use(before, progress));
    }

    /// Another model may have been opened, to compare answers: then the conversation goes on with
    /// that one, and says so.
    public void follow() {
        var now = models.current();
        boolean wanted = !(chat.getState() instanceof ChatState.Lent);
        if (wanted && now.isPresent() && !now.equals(chat.modelProperty().get())) {
            opening = now.get().name();
            chat.useModel(_ -> now.get());
        }
    }

    /// Opens the model again as soon as nothing is being answered, if the person has chosen another
    /// device, other threads or another length of the context.
    private void reopenIfChosenOtherwise() {
        var chosen = Setup.of(settings.settingsProperty().get());
        boolean idle =
                !(chat.getState() instanceof ChatState.Answering
                        || chat.getState() instanceof ChatState.Lent);
        if (chosen.equals(opened) || !idle || elsewhere.get().isPresent()) {
            return;
        }
        opened = chosen;
        var model = chat.modelProperty().get().map(ModelInfo::name);
        if (model.isPresent()) {
            var answering = adapters.inUse();
            answering.ifPresentOrElse(
                    name -> use(new TunedModel(model.get(), name)), this::openRemembered);
        }
    }

    private void use(InstalledModel model) {
        elsewhere.set(Optional.empty());
        tooLarge.set(tooLarge.get().filter(name -> !name.equals(model.name())));
        opening = model.name();
        chat.useModel(model);
    }

    private void update() {
        if (chat.getState() instanceof ChatState.Lent) {
            return;
        }
        if (chat.stateProperty().get() instanceof ChatState.LoadingModel loading) {
            status.set(new Status.Opening(opening, loading.stage(), loading.fraction()));
        } else {
            status.set(
                    chat.modelProperty()
                            .get()
                            .<Status>map(Status.Open::new)
                            .orElseGet(Status.None::new));
        }
        reopenIfChosenOtherwise();
        adapter.set(adapters.inUse());
        listAdapters();
        if (!(chat.stateProperty().get() instanceof ChatState.LoadingModel)) {
            restoreWanted();
        }
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
