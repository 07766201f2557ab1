package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.Correction;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.progress.CancelToken;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.Optional;
import java.util.OptionalInt;

/// Makes the answers of a conversation, one at a time, and lets the person choose among turns that
/// stand beside each other.
final class Answers {
    /// Makes an answer; runs in a job.
    private interface Work {
        StoredTurn run(AnswerListener listener, CancelToken cancel)
                throws EngineException, StoreException;
    }

    private final ChatService chats;
    private final JobRunner runner;
    private final Transcript transcript;
    private final Activity activity;
    private final ReadOnlyObjectWrapper<Optional<Correction>> correction =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Runnable onAnswer = () -> {};

    Answers(ChatService chats, JobRunner runner, Transcript transcript, Activity activity) {
        this.chats = chats;
        this.runner = runner;
        this.transcript = transcript;
        this.activity = activity;
    }

    /// @param listener runs whenever the last answer has become another one
    void onAnswer(Runnable listener) {
        onAnswer = listener;
    }

    void answer() {
        long id = transcript.conversationProperty().get();
        start((context, cancel) -> chats.answer(id, context, cancel));
    }

    /// Answers a question once more, in other words.
    ///
    /// @param old an answer of the transcript
    void regenerate(TurnItem old) {
        var stored = old.stored();
        if (activity.canAnswer() && stored.isPresent()) {
            transcript.removeFrom(old);
            start((context, cancel) -> chats.regenerate(stored.get(), context, cancel));
        }
    }

    /// Goes on with the last answer, which was stopped.
    void resume() {
        var last = transcript.lastProperty().get();
        var stored = last.flatMap(TurnItem::stored);
        if (activity.canAnswer() && stored.isPresent()) {
            last.get().goOn();
            make(last.get(), (context, cancel) -> chats.resume(stored.get(), context, cancel));
        }
    }

    /// Puts an answer as it should have been in the place of one.
    void correct(TurnItem answer, String text) {
        var made = answer.stored();
        if (activity.isAnswering() || made.isEmpty() || text.isBlank()) {
            return;
        }
        if (!text.strip().equals(answer.getText().strip())) {
            runner.run(Job.of("correct an answer", _ -> chats.correct(made.get(), text)))
                    .onSuccess(this::corrected)
                    .onFailure(problem -> activity.failed(problem, () -> correct(answer, text)));
        }
    }

    private void corrected(Correction now) {
        correction.set(Optional.of(now));
        reload();
    }

    /// What was corrected last and can be undone.
    ReadOnlyObjectProperty<Optional<Correction>> correctionProperty() {
        return correction.getReadOnlyProperty();
    }

    void forgetCorrection() {
        correction.set(Optional.empty());
    }

    void undoCorrection() {
        var last = correction.get();
        forgetCorrection();
        last.ifPresent(done ->
                runner.run(Job.of("undo a correction", _ -> undo(done)))
                        .onSuccess(_ -> reload())
                        .onFailure(problem -> activity.failed(problem, this::reload)));
    }

    private Correction undo(Correction done) throws EngineException, StoreException {
        chats.undo(done);
        return done;
    }

    /// Answers the last question if it has no whole answer.
    void retry() {
        var last = transcript.lastProperty().get();
        if (activity.canAnswer() && last.isPresent()) {
            switch (last.get().role()) {
                case USER -> answer();
                case ASSISTANT -> regenerate(last.get());
                case SYSTEM -> {}
            }
        }
    }

    private void start(Work work) {
        var item = TurnItem.comingAnswer();
        transcript.add(item);
        make(item, work);
    }

    private void make(TurnItem item, Work work) {
        var cancel = activity.startAnswering();
        runner.run(Job.of("answer", context -> work.run(context, cancel)))
                .onText(item::append)
                .onProgress(progress -> {
                    if (activity.isCurrent(cancel)) {
                        activity.answeringAt(progress.stage());
                    }
                })
                .onSuccess(stored -> answered(cancel, item, stored))
                .onFailure(problem -> failed(cancel, problem, this::retry));
    }

    private void answered(CancelToken cancel, TurnItem item, StoredTurn stored) {
        item.become(stored);
        if (!activity.isCurrent(cancel)) {
            return;
        }
        activity.endAnswering();
        activity.idle();
        if (wasStoppedBeforeItsFirstWord(stored)) {
            reload();
        } else {
            lastAnswerChanged();
            transcript.readForks();
        }
    }

    private static boolean wasStoppedBeforeItsFirstWord(StoredTurn answer) {
        var end = answer.facts().map(AnswerFacts::finishReason);
        return answer.text().isEmpty() && end.filter(FinishReason.CANCELLED::equals).isPresent();
    }

    /// What was to be answered by a token's owner was not; does nothing if nobody waits for it.
    ///
    /// @param again does it again
    void failed(CancelToken cancel, Problem problem, Runnable again) {
        if (activity.isCurrent(cancel)) {
            activity.endAnswering();
            activity.failed(problem, again);
            reload();
        }
    }

    /// Shows the conversation as the store has it.
    void reload() {
        transcript.reload(
                this::lastAnswerChanged, problem -> activity.failed(problem, this::reload));
    }

    /// Shows another of the turns that stand beside each other, and what followed it.
    ///
    /// @param step 1 for the one that was made next, -1 for the one before
    void showBeside(TurnItem turn, int step) {
        var other = turn.beside(step);
        if (activity.isAnswering() || other.isEmpty()) {
            return;
        }
        runner.run(Job.of("choose a turn", _ -> choose(other.get())))
                .onSuccess(_ -> reload())
                .onFailure(problem -> activity.failed(problem, () -> showBeside(turn, step)));
    }

    private long choose(long turn) throws StoreException {
        chats.choose(turn);
        return turn;
    }

    private void lastAnswerChanged() {
        transcript.tellSeenTokens(
                activity.modelProperty()
                        .get()
                        .filter(info -> info.acceptsPictures() && !info.tokensVary())
                        .map(info -> OptionalInt.of(info.tokensPerPicture()))
                        .orElse(OptionalInt.empty()));
        onAnswer.run();
    }
}
