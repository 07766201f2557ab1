package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.Draft;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatState.Remedy;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.text.Role;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import java.util.Optional;
import java.util.OptionalInt;

/// One conversation at a time: which model answers, what was said, what is being done.
///
/// Confined to the thread of the window; long work runs in jobs.
public final class ChatViewModel {
    /// No conversation: the first question begins one.
    private static final long NONE = 0;

    /// Makes an answer; runs in a job.
    private interface Work {
        StoredTurn run(AnswerListener listener, CancelToken cancel)
                throws EngineException, StoreException;
    }

    private final ChatServices services;
    private final JobRunner runner;
    private final DraftViewModel draft;
    private final ContextMeter meter;
    private final Thumbnails thumbnails;
    private final ReadOnlyObjectWrapper<ChatState> state =
            new ReadOnlyObjectWrapper<>(new ChatState.NoModel());
    private final ReadOnlyObjectWrapper<Optional<ModelInfo>> model =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Blocker>> blocker =
            new ReadOnlyObjectWrapper<>(Optional.of(Blocker.NO_MODEL));
    private final ReadOnlyObjectWrapper<Optional<TurnItem>> lastTurn =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Long> conversation = new ReadOnlyObjectWrapper<>(NONE);
    private final ObservableList<TurnItem> turns = FXCollections.observableArrayList();
    private final ObservableList<TurnItem> shownTurns =
            FXCollections.unmodifiableObservableList(turns);
    private Optional<CancelToken> answering = Optional.empty();
    private int loads;

    public ChatViewModel(ChatServices services, JobRunner runner) {
        this.services = services;
        this.runner = runner;
        this.draft = new DraftViewModel(services, runner);
        this.meter = new ContextMeter(services.chats(), runner, this::toCount);
        this.thumbnails = new Thumbnails(services.pictures(), runner);
        draft.textProperty().subscribe(_ -> draftChanged());
        draft.pictures().addListener((ListChangeListener<DraftPicture>) _ -> draftChanged());
        turns.addListener((ListChangeListener<TurnItem>) _ -> turnsChanged());
    }

    public ReadOnlyObjectProperty<ChatState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ChatState getState() {
        return state.get();
    }

    /// The model that answers; empty while none is open.
    public ReadOnlyObjectProperty<Optional<ModelInfo>> modelProperty() {
        return model.getReadOnlyProperty();
    }

    /// Why the draft cannot be sent; empty when it can.
    public ReadOnlyObjectProperty<Optional<Blocker>> blockerProperty() {
        return blocker.getReadOnlyProperty();
    }

    /// How full the context would be if the draft were sent; empty while that is not known.
    public ReadOnlyObjectProperty<Optional<ContextUse>> contextUseProperty() {
        return meter.useProperty();
    }

    /// Id of the conversation; 0 for one that was not begun.
    public ReadOnlyObjectProperty<Long> conversationProperty() {
        return conversation.getReadOnlyProperty();
    }

    public ObservableList<TurnItem> turns() {
        return shownTurns;
    }

    public ReadOnlyObjectProperty<Optional<TurnItem>> lastTurnProperty() {
        return lastTurn.getReadOnlyProperty();
    }

    public DraftViewModel draft() {
        return draft;
    }

    public Thumbnails thumbnails() {
        return thumbnails;
    }

    /// Opens a model to answer with, in place of the one before it.
    public void useModel(InstalledModel installed) {
        stop();
        int load = ++loads;
        model.set(Optional.empty());
        draft.modelSees(false);
        become(new ChatState.LoadingModel(Stage.LOADING_MODEL, -1));
        runner.run(Job.of("open a model", context -> services.models().open(installed, context)))
                .onProgress(progress -> loadingProgress(load, progress))
                .onSuccess(info -> modelOpened(load, info))
                .onFailure(problem -> modelFailed(load, problem));
    }

    /// Tells that there is no model any more, e.g. because it was removed.
    public void noModel() {
        loads++;
        model.set(Optional.empty());
        draft.modelSees(false);
        become(new ChatState.NoModel());
    }

    private void loadingProgress(int load, JobProgress progress) {
        if (load == loads) {
            become(new ChatState.LoadingModel(progress.stage(), progress.fraction()));
        }
    }

    private void modelOpened(int load, ModelInfo info) {
        if (load == loads) {
            model.set(Optional.of(info));
            becomeIdle();
            draft.modelSees(info.acceptsPictures());
            meter.countSoon();
        }
    }

    private void modelFailed(int load, Problem problem) {
        if (load == loads) {
            become(new ChatState.Failed(problem, Remedy.OPEN_MODELS));
        }
    }

    /// Leaves the conversation; the next question begins a new one.
    public void startNew() {
        leave();
        conversation.set(NONE);
        turns.clear();
    }

    /// Opens a conversation of the store; nothing happens to the one that is open already.
    public void open(long conversationId) {
        if (conversation.get() == conversationId && !turns.isEmpty()) {
            return;
        }
        leave();
        conversation.set(conversationId);
        reload();
    }

    private void leave() {
        stop();
        answering = Optional.empty();
        draft.cancelEdit();
        becomeIdle();
    }

    private void reload() {
        long id = conversation.get();
        runner.run(Job.of("read a conversation", _ -> services.conversations().turns(id)))
                .onSuccess(stored -> {
                    if (conversation.get() == id && answering.isEmpty()) {
                        turns.setAll(stored.stream().map(TurnItem::of).toList());
                        tellSeenTokens();
                    }
                })
                .onFailure(this::failed);
    }

    /// Asks the draft; does nothing while [#blockerProperty] says why not.
    public void send() {
        if (blocker.get().isPresent()) {
            return;
        }
        Draft asked = draft.current();
        var replaced = draft.editedProperty().get().flatMap(TurnItem::stored);
        draft.editedProperty().get().ifPresent(this::removeFrom);
        var question = TurnItem.question(asked.pictures(), asked.text());
        turns.add(question);
        draft.sent();
        var cancel = startAnswering();
        long id = conversation.get();
        runner.run(Job.of("ask", _ -> ask(id, asked, replaced)))
                .onSuccess(stored -> asked(cancel, question, stored))
                .onFailure(problem -> askFailed(cancel, asked, problem));
    }

    private CancelToken startAnswering() {
        var cancel = new CancelToken();
        answering = Optional.of(cancel);
        become(new ChatState.Answering(Stage.READING_PROMPT));
        return cancel;
    }

    private boolean isCurrent(CancelToken cancel) {
        return answering.filter(cancel::equals).isPresent();
    }

    private void asked(CancelToken cancel, TurnItem question, StoredTurn stored) {
        question.storedAs(stored);
        if (!isCurrent(cancel)) {
            return;
        }
        answering = Optional.empty();
        conversation.set(stored.conversationId());
        if (cancel.isCancelled()) {
            becomeIdle();
        } else {
            answer();
        }
    }

    private StoredTurn ask(long id, Draft asked, Optional<StoredTurn> replaced)
            throws StoreException {
        if (replaced.isPresent()) {
            return services.chats().askAgain(replaced.get(), asked);
        }
        return services.chats()
                .ask(id == NONE ? services.conversations().create().id() : id, asked);
    }

    private void askFailed(CancelToken cancel, Draft asked, Problem problem) {
        draft.restore(asked);
        if (isCurrent(cancel)) {
            answering = Optional.empty();
            become(new ChatState.Failed(problem, Remedy.TRY_AGAIN));
            reloadOrClear();
        }
    }

    private void reloadOrClear() {
        if (conversation.get() == NONE) {
            turns.clear();
        } else {
            reload();
        }
    }

    private void removeFrom(TurnItem turn) {
        int index = turns.indexOf(turn);
        if (index >= 0) {
            turns.remove(index, turns.size());
        }
    }

    private void answer() {
        long id = conversation.get();
        startAnswer((context, cancel) -> services.chats().answer(id, context, cancel));
    }

    /// Makes the last answer once more.
    public void regenerate() {
        var old = lastTurn.get().filter(turn -> turn.role() == Role.ASSISTANT);
        var stored = old.flatMap(TurnItem::stored);
        if (canAnswer() && stored.isPresent()) {
            removeFrom(old.get());
            startAnswer((context, cancel) ->
                    services.chats().regenerate(stored.get(), context, cancel));
        }
    }

    /// Answers the last question if it has no whole answer, e.g. after a failure.
    public void retry() {
        if (!canAnswer() || lastTurn.get().isEmpty()) {
            dismissFailure();
            return;
        }
        switch (lastTurn.get().get().role()) {
            case USER -> answer();
            case ASSISTANT -> regenerate();
            case SYSTEM -> dismissFailure();
        }
    }

    private boolean canAnswer() {
        return model.get().isPresent() && answering.isEmpty();
    }

    private void startAnswer(Work work) {
        var item = TurnItem.comingAnswer();
        turns.add(item);
        var cancel = startAnswering();
        runner.run(Job.of("answer", context -> work.run(context, cancel)))
                .onText(item::append)
                .onProgress(progress -> {
                    if (isCurrent(cancel)) {
                        become(new ChatState.Answering(progress.stage()));
                    }
                })
                .onSuccess(stored -> answered(cancel, item, stored))
                .onFailure(problem -> answerFailed(cancel, problem));
    }

    private void answered(CancelToken cancel, TurnItem item, StoredTurn stored) {
        item.finish(stored);
        if (isCurrent(cancel)) {
            answering = Optional.empty();
            tellSeenTokens();
            becomeIdle();
            meter.countSoon();
        }
    }

    private void answerFailed(CancelToken cancel, Problem problem) {
        if (isCurrent(cancel)) {
            answering = Optional.empty();
            become(new ChatState.Failed(problem, Remedy.TRY_AGAIN));
            reload();
        }
    }

    /// Stops the answer; what there is of it stays.
    public void stop() {
        answering.ifPresent(CancelToken::cancel);
    }

    /// Takes a question back into the draft; sending it again starts over from there.
    public void edit(TurnItem question) {
        if (answering.isEmpty() && question.stored().isPresent()) {
            draft.edit(question);
        }
    }

    public void dismissFailure() {
        if (state.get() instanceof ChatState.Failed) {
            becomeIdle();
        }
    }

    private void failed(Problem problem) {
        become(new ChatState.Failed(problem, Remedy.TRY_AGAIN));
    }

    private void draftChanged() {
        switch (state.get()) {
            case ChatState.Ready _, ChatState.EncodingPicture _ -> becomeIdle();
            case ChatState.NoModel _,
                    ChatState.LoadingModel _,
                    ChatState.Answering _,
                    ChatState.Failed _ ->
                    updateBlocker();
        }
        meter.countSoon();
    }

    private void turnsChanged() {
        lastTurn.set(turns.isEmpty() ? Optional.empty() : Optional.of(turns.getLast()));
        meter.countSoon();
    }

    private void becomeIdle() {
        if (model.get().isEmpty()) {
            if (!(state.get() instanceof ChatState.LoadingModel)) {
                become(new ChatState.NoModel());
            }
            return;
        }
        int total = draft.pictures().size();
        long running =
                draft.pictures().stream()
                        .filter(p -> p.getStatus() instanceof DraftPicture.Status.Encoding)
                        .count();
        become(
                running == 0
                        ? new ChatState.Ready()
                        : new ChatState.EncodingPicture(total - (int) running, total));
    }

    private void become(ChatState now) {
        state.set(now);
        updateBlocker();
    }

    private void updateBlocker() {
        blocker.set(findBlocker());
    }

    private Optional<Blocker> findBlocker() {
        if (state.get() instanceof ChatState.LoadingModel) {
            return Optional.of(Blocker.LOADING_MODEL);
        }
        if (model.get().isEmpty()) {
            return Optional.of(Blocker.NO_MODEL);
        }
        if (answering.isPresent() || state.get() instanceof ChatState.Answering) {
            return Optional.of(Blocker.ANSWERING);
        }
        return draft.blocker(model.get().get().acceptsPictures());
    }

    private void tellSeenTokens() {
        var perPicture =
                model.get()
                        .filter(ModelInfo::acceptsPictures)
                        .map(info -> OptionalInt.of(info.tokensPerPicture()))
                        .orElse(OptionalInt.empty());
        for (int i = turns.size() - 1; i >= 0; i--) {
            var facts = turns.get(i).getFacts();
            if (facts.isPresent()) {
                SeenTokens.tell(turns.subList(0, i), facts.get(), perPicture);
                return;
            }
        }
    }

    private Optional<ContextMeter.Question> toCount() {
        if (answering.isPresent()) {
            return Optional.empty();
        }
        // An edited question takes the place of what is there, of which only the store knows.
        long id = draft.editedProperty().get().isPresent() ? NONE : conversation.get();
        return model.get()
                .map(info -> new ContextMeter.Question(id, draft.current(), info.contextLength()));
    }
}
