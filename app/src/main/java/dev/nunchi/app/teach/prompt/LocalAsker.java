package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.progress.CancelToken;

import java.util.List;
import java.util.Optional;

/// Asks the language model of a local assistant, without any picture.
///
/// @param options for all answers; the seed of the sampling is each lesson's
public record LocalAsker(Assistant assistant, AnswerOptions options) implements Asker {
    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Heard ask(List<SampleTurn> conversation, long seed, CancelToken cancel)
            throws TeacherException {
        var turns =
                conversation.stream()
                        .map(turn -> new Turn(turn.role(), List.of(), turn.text()))
                        .toList();
        var sampling = options.sampling().withSeed(seed);
        try {
            var answer =
                    assistant.answer(
                            turns, options.withSampling(sampling), AnswerListener.NONE, cancel);
            if (answer.finishReason() == FinishReason.CANCELLED) {
                return new Heard.Nothing(Why.CANCELLED, "cancelled");
            }
            return new Heard.Words(answer.text(), Optional.empty());
        } catch (EngineException e) {
            throw new TeacherException(TeacherException.Reason.MODEL, e);
        }
    }

    @Override
    public void close() {
        assistant.close();
    }
}
