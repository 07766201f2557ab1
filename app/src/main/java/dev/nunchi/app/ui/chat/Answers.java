package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.util.Optional;
import java.util.OptionalInt;

/// Makes the answers of a conversation, one at a time, and lets the person choose among those to
/// the last question.
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

    /// Answers the last question once more, in other words.
    void regenerate() {
        var old = lastAnswer();
        var stored = old.flatMap(TurnItem::stored);
        if (activity.canAnswer() && stored.isPresent()) {
            transcript.removeFrom(old.get());
            start((context, cancel) -> chats.regenerate(stored.get(), context, cancel));
        }
    }

    /// Answers the last question if it has no whole answer.
    void retry() {
        var last = transcript.lastProperty().get();
        if (activity.canAnswer() && last.isPresent()) {
            switch (last.get().role()) {
                case USER -> answer();
                case ASSISTANT -> regenerate();
                case SYSTEM -> {}
            }
        }
    }

    private void start(Work work) {
        var item = TurnItem.comingAnswer();
        transcript.add(item);
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
            readAlternatives();
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
                () -> {
                    lastAnswerChanged();
                    readAlternatives();
                },
                problem -> activity.failed(problem, this::reload));
    }

    /// @param step 1 for the answer that was made next, -1 for the one before
    void showAlternative(int step) {
        var answer = lastAnswer();
        var other = answer.flatMap(turn -> turn.alternative(step));
        if (activity.isAnswering() || other.isEmpty()) {
            return;
        }
        runner.run(Job.of("choose an answer", _ -> choose(other.get())))
                .onSuccess(chosen -> {
                    answer.get().become(chosen);
                    lastAnswerChanged();
                })
                .onFailure(problem -> activity.failed(problem, () -> showAlternative(step)));
    }

    private StoredTurn choose(StoredTurn answer) throws StoreException {
        chats.choose(answer);
        return answer;
    }

    private void readAlternatives() {
        lastAnswer().ifPresent(answer -> answer.stored().ifPresent(stored -> read(answer, stored)));
    }

    private void read(TurnItem answer, StoredTurn stored) {
        runner.run(Job.of("read alternatives", _ -> chats.alternatives(stored)))
                .onSuccess(answer::standsAmong);
    }

    private Optional<TurnItem> lastAnswer() {
        return transcript.lastProperty().get().filter(turn -> turn.role() == Role.ASSISTANT);
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
