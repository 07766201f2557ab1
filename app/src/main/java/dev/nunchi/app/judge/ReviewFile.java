package dev.nunchi.app.judge;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads review files of LLaVA's layout: a JSON object a line with `question_id`, `text`, often
/// `score` and `category`.
public final class ReviewFile {
    private ReviewFile() {}

    /// @throws EngineException also if the file holds no review at all
    public static List<Review> read(Path file) throws EngineException {
        var reviews = new ArrayList<Review>();
        for (var line : JsonLines.read(file)) {
            reviews.add(review(line));
        }
        if (reviews.isEmpty()) {
            throw new DataException(String.valueOf(file.getFileName()), 0, "holds no review");
        }
        return reviews;
    }

    private static Review review(JsonLines.Line line) throws DataException {
        var json = line.json();
        String reply = json.path("text").asString("");
        if (!json.has("score") && !json.has("text")) {
            throw line.refuse("neither 'score' nor 'text' is there");
        }
        return new Review(
                line.string("question_id"),
                Optional.of(json.path("category").asString("")).filter(kind -> !kind.isBlank()),
                reply,
                json.has("score") ? ReviewRows.scores(json) : ScoreParser.parse(reply));
    }
}
