package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.AnswerDetail;
import dev.nunchi.app.service.Correction;
import dev.nunchi.app.service.Demonstration;
import dev.nunchi.app.service.Draft;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.outgoing.OutgoingViewModel;
import dev.nunchi.app.ui.picture.Thumbnails;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.text.Role;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One conversation at a time: opens the model that answers, asks, answers, edits.
///
/// What was said is in the [Transcript], what is being done in the [Activity], and [Answers] makes
/// the answers. Confined to the thread of the window; long work runs in jobs.
public final class ChatViewModel {
    private final ChatServices services;
    private final JobRunner runner;
    private final DraftViewModel draft;
    private final Activity activity;
    private final Transcript transcript;
    private final Answers answers;
    private final ContextMeter meter;
    private final Thumbnails thumbnails;
    private final FirstLookViewModel firstLook;
    private final OutgoingViewModel outgoing;
    private final ReadOnlyObjectWrapper<Optional<TurnItem>> inspected =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<StoredTurn>> compared =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private int loads;

    public ChatViewModel(ChatServices services, JobRunner runner) {
        this.services = services;
        this.runner = runner;
        this.draft = new DraftViewModel(services, runner);
        this.activity = new Activity(draft);
        this.transcript = new Transcript(services.conversations(), runner);
        this.answers = new Answers(services.chats(), runner, transcript, activity);
        this.meter = new ContextMeter(services.chats(), runner, this::toCount);
        this.thumbnails = new Thumbnails(services.pictures(), runner);
        this.firstLook = new FirstLookViewModel(new Demonstration(services.models()), runner);
        this.outgoing = new OutgoingViewModel(services.pictures(), runner);
        draft.textProperty().subscribe(_ -> draftChanged());
        draft.pictures().addListener((ListChangeListener<DraftPicture>) _ -> draftChanged());
        turns().addListener((ListChangeListener<TurnItem>) _ -> meter.countSoon());
        answers.onAnswer(meter::countSoon);
    }

    public ReadOnlyObjectProperty<ChatState> stateProperty() {
        return activity.stateProperty();
    }

    public ChatState getState() {
        return activity.stateProperty().get();
    }

    /// The model that answers; empty while none is open.
    public ReadOnlyObjectProperty<Optional<ModelInfo>> modelProperty() {
        return activity.modelProperty();
    }

    /// Why the draft cannot be sent; empty when it can.
    public ReadOnlyObjectProperty<Optional<Blocker>> blockerProperty() {
        return activity.blockerProperty();
    }

    /// How full the context would be if the draft were sent; empty while that is not known.
    public ReadOnlyObjectProperty<Optional<ContextUse>> contextUseProperty() {
        return meter.useProperty();
    }

    /// Id of the conversation; 0 for one that was not begun.
    public ReadOnlyObjectProperty<Long> conversationProperty() {
        return transcript.conversationProperty();
    }

    public ObservableList<TurnItem> turns() {
        return transcript.turns();
    }

    public ReadOnlyObjectProperty<Optional<TurnItem>> lastTurnProperty() {
        return transcript.lastProperty();
    }

    /// The turn that the person asked to look into; empty for the last answer.
    public ReadOnlyObjectProperty<Optional<TurnItem>> inspectedProperty() {
        return inspected.getReadOnlyProperty();
    }

    /// Asks to look into what the model saw when it made a turn, or of its pictures.
    public void inspect(TurnItem turn) {
        inspected.set(Optional.empty());
        inspected.set(Optional.of(turn));
    }

    /// The question that the person asked to let several answer.
    public ReadOnlyObjectProperty<Optional<StoredTurn>> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    /// Asks to let several answer a question, or the one that an answer belongs to.
    public void compare(TurnItem turn) {
        int index = turns().indexOf(turn);
        var question =
                turn.role() == Role.USER || index < 1
                        ? Optional.of(turn)
                        : Optional.of(turns().get(index - 1));
        if (!activity.isAnswering()) {
            question.flatMap(TurnItem::stored).ifPresent(this::compare);
        }
    }

    private void compare(StoredTurn question) {
        compared.set(Optional.empty());
        compared.set(Optional.of(question));
    }

    /// What is known of an answer besides its facts.
    public Optional<AnswerDetail> detailOf(TurnItem answer) {
        return answer.stored().flatMap(services.chats().sight()::detail);
    }

    /// Finds out which words of an answer were seen and which were guessed.
    GroundingViewModel grounding() {
        return new GroundingViewModel(services.chats().sight(), runner);
    }

    public DraftViewModel draft() {
        return draft;
    }

    /// What leaves with the next question, if a server is to answer it: see [#showOutgoing].
    public OutgoingViewModel outgoing() {
        return outgoing;
    }

    /// Shows the pictures of the conversation and of the draft as a server would get them.
    public void showOutgoing() {
        outgoing.show(
                Stream.concat(
                                turns().stream().flatMap(turn -> turn.pictures().stream()),
                                draft.current().pictures().stream())
                        .toList());
    }

    public Thumbnails thumbnails() {
        return thumbnails;
    }

    /// The model that came along, answering before anything was asked.
    public FirstLookViewModel firstLook() {
        return firstLook;
    }

    /// Opens a model to answer with, in place of the one before it.
    public void useModel(InstalledModel installed) {
        useModel(progress -> services.models().open(installed, progress));
    }

    /// Answers from now on with what an act opens, e.g. a model with an adapter.
    public void useModel(ModelOpening opening) {
        stop();
        firstLook.dismiss();
        int load = ++loads;
        draft.modelSees(false);
        activity.loading(Stage.LOADING_MODEL, -1);
        runner.run(Job.of("open a model", opening::open))
                .onProgress(progress -> loadingProgress(load, progress))
                .onSuccess(info -> modelOpened(load, info))
                .onFailure(problem -> modelFailed(load, problem));
    }

    /// Tells that there is no model any more, e.g. because it was removed.
    public void noModel() {
        loads++;
        draft.modelSees(false);
        activity.modelGone();
    }

    /// Leaves the models to a comparison, until [#useModel]; what is being answered is stopped.
    public void lend() {
        stop();
        activity.endAnswering();
        loads++;
        draft.modelSees(false);
        activity.lent();
    }

    private void loadingProgress(int load, JobProgress progress) {
        if (load == loads) {
            activity.loading(progress.stage(), progress.fraction());
        }
    }

    private void modelOpened(int load, ModelInfo info) {
        if (load == loads) {
            activity.opened(info);
            draft.modelSees(info.acceptsPictures());
            meter.countSoon();
        }
    }

    private void modelFailed(int load, Problem problem) {
        if (load == loads) {
            activity.modelFailed(problem);
        }
    }

    /// Leaves the conversation; the next question begins a new one.
    public void startNew() {
        leave();
        transcript.become(Transcript.NONE);
    }

    /// Opens a conversation of the store; nothing happens to the one that is open already.
    public void open(long conversationId) {
        if (transcript.isAt(conversationId) && !turns().isEmpty()) {
            return;
        }
        leave();
        transcript.become(conversationId);
        answers.reload();
    }

    /// Shows the conversation as the store has it, e.g. after another branch came to the front;
    /// does nothing while an answer is being made.
    public void refresh() {
        if (!activity.isAnswering()) {
            answers.reload();
        }
    }

    private void leave() {
        stop();
        activity.endAnswering();
        draft.cancelEdit();
        activity.idle();
    }

    /// Asks the draft; does nothing while [#blockerProperty] says why not.
    public void send() {
        send(_ -> answers.answer(), this::send);
    }

    /// As [#send], and lets several answer: [#comparedProperty].
    public void sendToCompare() {
        send(
                question -> {
                    activity.idle();
                    compare(question);
                },
                this::sendToCompare);
    }

    /// @param then goes on with the question
    /// @param again does it again when it failed
    private void send(Consumer<StoredTurn> then, Runnable again) {
        if (blockerProperty().get().isPresent()) {
            return;
        }
        firstLook.dismiss();
        Draft asked = draft.current();
        var replaced = draft.editedProperty().get().flatMap(TurnItem::stored);
        draft.editedProperty().get().ifPresent(transcript::removeFrom);
        var question = TurnItem.question(asked.pictures(), asked.text());
        transcript.add(question);
        draft.sent();
        var cancel = activity.startAnswering();
        long id = conversationProperty().get();
        runner.run(Job.of("ask", _ -> ask(id, asked, replaced)))
                .onSuccess(stored -> asked(cancel, question, stored, then))
                .onFailure(problem -> {
                    draft.restore(asked);
                    answers.failed(cancel, problem, again);
                });
    }

    private StoredTurn ask(long id, Draft asked, Optional<StoredTurn> replaced)
            throws StoreException {
        if (replaced.isPresent()) {
            return services.chats().askAgain(replaced.get(), asked);
        }
        boolean begins = id == Transcript.NONE;
        return services.chats().ask(begins ? services.conversations().create().id() : id, asked);
    }

    private void asked(
            CancelToken cancel, TurnItem question, StoredTurn stored, Consumer<StoredTurn> then) {
        question.storedAs(stored);
        if (!activity.isCurrent(cancel)) {
            return;
        }
        activity.endAnswering();
        transcript.become(stored.conversationId());
        if (cancel.isCancelled()) {
            activity.idle();
        } else {
            then.accept(stored);
        }
    }

    /// Answers a question once more, in other words: at [#otherTemperature]. What followed the old
    /// answer stays behind it.
    public void regenerate(TurnItem answer) {
        answers.regenerate(answer);
    }

    /// Goes on with the last answer, which was stopped; what it says more is added to it.
    public void resume() {
        answers.resume();
    }

    /// Puts an answer as it should have been in the place of one, and keeps it as a row of training
    /// data; [#correctionProperty] then tells of it.
    ///
    /// @param text blank or as it was: nothing happens
    public void correct(TurnItem answer, String text) {
        answers.correct(answer, text);
    }

    /// What was corrected last and can be undone; empty when the offer has gone.
    public ReadOnlyObjectProperty<Optional<Correction>> correctionProperty() {
        return answers.correctionProperty();
    }

    public void undoCorrection() {
        answers.undoCorrection();
    }

    /// The offer to undo has gone from the screen.
    public void forgetCorrection() {
        answers.forgetCorrection();
    }

    /// The temperature at which [#regenerate] would answer now.
    public double otherTemperature() {
        return services.chats().otherTemperature();
    }

    /// Shows another of the turns that stand beside each other; the conversation goes on with it.
    ///
    /// @param step 1 for the one that was made next, -1 for the one before
    public void showBeside(TurnItem turn, int step) {
        answers.showBeside(turn, step);
    }

    /// Does again what failed; if nothing did, answers the last question if it has no whole answer.
    public void retry() {
        if (getState() instanceof ChatState.Failed) {
            activity.tryAgain();
        } else {
            answers.retry();
        }
    }

    /// Stops the answer; what there is of it stays.
    public void stop() {
        activity.stop();
    }

    /// Takes a question back into the draft; sending it again starts over from there.
    public void edit(TurnItem question) {
        if (!activity.isAnswering() && question.stored().isPresent()) {
            draft.edit(question);
        }
    }

    public void dismissFailure() {
        activity.dismissFailure();
    }

    private void draftChanged() {
        if (!draft.pictures().isEmpty()) {
            firstLook.giveWay();
        }
        activity.draftChanged();
        meter.countSoon();
    }

    private Optional<ContextMeter.Question> toCount() {
        if (activity.isAnswering()) {
            return Optional.empty();
        }
        var replaced = draft.editedProperty().get().flatMap(TurnItem::stored);
        long id = conversationProperty().get();
        return modelProperty()
                .get()
                .map(info ->
                        new ContextMeter.Question(
                                id, replaced, draft.current(), info.contextLength()));
    }
}
