package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ReviewSummaryTest {
    private static final double EXACT = 1e-12;
    private static final Bootstrap FEW = new Bootstrap(7, 500);

    @TempDir private Path temp;

    @Test
    void meansAndRelativeScoreAreOfAllReadableReviews() {
        var summary = ReviewSummary.of(List.of(review("1", 8, 4), review("2", 4, 8)), FEW);
        var means = summary.overall().means().orElseThrow();
        assertEquals(6, means.first(), EXACT);
        assertEquals(100, means.relative(), EXACT);
    }

    @Test
    void unreadableReviewsAreCountedAndNothingElse() {
        var none = new Review("3", Optional.of("conv"), "Both are good.", Optional.empty());
        var score = ReviewSummary.of(List.of(review("1", 8, 4), none), FEW).overall();
        assertEquals(2, score.rows());
        assertEquals(1, score.unreadable());
        assertEquals(50, score.means().orElseThrow().relative(), EXACT);
    }

    @Test
    void eachKindIsSummedUpByItself() {
        var detail = new Review("2", Optional.of("detail"), "", Optional.of(new ScorePair(5, 10)));
        var kinds = ReviewSummary.of(List.of(review("1", 8, 4), detail), FEW).kinds();
        assertEquals(List.of("conv", "detail"), List.copyOf(kinds.keySet()));
        assertEquals(200, kinds.get("detail").means().orElseThrow().relative(), EXACT);
    }

    @Test
    void intervalOfEqualReviewsHasNoWidth() {
        var same = List.of(review("1", 8, 6), review("2", 8, 6), review("3", 8, 6));
        var interval = ReviewSummary.of(same, FEW).overall().means().orElseThrow().interval();
        assertEquals(new Interval(75, 75), interval);
    }

    @Test
    void intervalIsTheSameForTheSameSeed() {
        var reviews = List.of(review("1", 8, 4), review("2", 4, 8), review("3", 5, 5));
        assertEquals(ReviewSummary.of(reviews, FEW), ReviewSummary.of(reviews, FEW));
    }

    @Test
    void scoresAreReadFromTheReplyWhereTheFileHasNone() throws IOException, EngineException {
        Path file = write("{\"question_id\": 1, \"text\": \"8 4\\nBetter.\"}\n");
        assertEquals(Optional.of(new ScorePair(8, 4)), ReviewFile.read(file).getFirst().scores());
    }

    @Test
    void minusOneIsUnreadable() throws IOException, EngineException {
        Path file = write("{\"question_id\": 1, \"text\": \"?\", \"score\": [-1, -1]}\n");
        assertEquals(Optional.empty(), ReviewFile.read(file).getFirst().scores());
    }

    @Test
    void lineThatIsNoJsonIsNamed() throws IOException {
        Path file = write("{\"question_id\": 1, \"score\": [8, 4]}\n{\"question_id\": \n");
        var refused = assertThrows(DataException.class, () -> ReviewFile.read(file));
        assertEquals(2, refused.line());
    }

    @Test
    void repliesThatBeginAsAskedHoldThePublishedScores() throws IOException, EngineException {
        try (var files = Files.newDirectoryStream(SharedBench.path("reviews"))) {
            for (Path file : files) {
                var readable =
                        ReviewFile.read(file).stream()
                                .filter(ReviewSummaryTest::startsWithScores)
                                .toList();
                assertEquals(77, readable.size());
                for (var review : readable) {
                    assertEquals(
                            review.scores(), ScoreParser.parse(review.reply()), file.toString());
                }
            }
        }
    }

    @Test
    void publishedReviewsHaveIntervalsAroundTheirScores() throws IOException, EngineException {
        var expected = JsonMapper.shared().readTree(SharedBench.path("expected-summary.json"));
        for (String name : expected.propertyNames()) {
            var reviews = ReviewFile.read(SharedBench.path("reviews/" + name));
            var means = ReviewSummary.of(reviews, FEW).overall().means().orElseThrow();
            assertTrue(means.interval().low() < means.relative(), name);
            assertTrue(means.interval().high() > means.relative(), name);
        }
    }

    /// Three of each file reason first; people have set their scores.
    private static boolean startsWithScores(Review review) {
        return review.reply().matches("(?s)[0-9.]+ [0-9.]+\\s.*");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(temp.resolve("reviews.jsonl"), text);
    }

    private static Review review(String question, double first, double second) {
        return new Review(
                question, Optional.of("conv"), "", Optional.of(new ScorePair(first, second)));
    }
}
