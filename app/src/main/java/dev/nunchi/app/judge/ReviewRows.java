package dev.nunchi.app.judge;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// Judgements as rows of LLaVA's review files, whose scores [ReviewFile] reads.
final class ReviewRows {
    private static final int UNREADABLE = -1;

    private ReviewRows() {}

    /// @return with `text`, `score`, `attempts` and `prompts`
    static ObjectNode of(Judge.Verdict verdict) {
        var row = Journal.row();
        row.put("text", verdict.reply());
        var score = row.putArray("score");
        score.add(verdict.scores().map(ScorePair::first).orElse((double) UNREADABLE));
        score.add(verdict.scores().map(ScorePair::second).orElse((double) UNREADABLE));
        row.put("attempts", verdict.attempts());
        row.put("prompts", JudgePrompt.VERSION);
        return row;
    }

    /// @param row its `score` holds `[-1, -1]` if it could not be read, as the reference program
    ///   writes it
    static Optional<ScorePair> scores(JsonNode row) {
        double first = row.path("score").path(0).asDouble(UNREADABLE);
        double second = row.path("score").path(1).asDouble(UNREADABLE);
        return ScorePair.isScore(first) && ScorePair.isScore(second)
                ? Optional.of(new ScorePair(first, second))
                : Optional.empty();
    }
}
