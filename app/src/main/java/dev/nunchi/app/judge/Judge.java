package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import java.util.Optional;

/// Asks a model for scores, and again if its reply cannot be read.
///
/// @param model needs no eyes
public record Judge(ChatModel model) {
    /// How often one pair of answers is shown before its scores count as unreadable.
    public static final int ATTEMPTS = 3;

    /// A pair of answers as it is shown.
    record Pair(Scene scene, String question, String first, String second) {
        Pair swapped() {
            return new Pair(scene, question, second, first);
        }
    }

    /// @param scores empty if no reply could be read
    /// @param reply the last one
    /// @param attempts how many replies there were
    record Verdict(Optional<ScorePair> scores, String reply, int attempts) {}

    /// @return empty when cancelled
    Optional<Verdict> judge(Pair pair, CancelToken cancel)
            throws EngineException, TeacherException {
        var prompt = JudgePrompt.of(pair.scene(), pair.question(), pair.first(), pair.second());
        String last = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var reply = model.reply(attempt == 0 ? prompt : prompt.again(attempt), cancel);
            if (reply.isEmpty()) {
                return Optional.empty();
            }
            last = reply.get();
            var scores = ScoreParser.parse(last);
            if (scores.isPresent()) {
                return Optional.of(new Verdict(scores, last, attempt + 1));
            }
        }
        return Optional.of(new Verdict(Optional.empty(), last, ATTEMPTS));
    }
}
