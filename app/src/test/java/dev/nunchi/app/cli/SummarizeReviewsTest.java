package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SummarizeReviewsTest {
    @TempDir private Path temp;

    @Test
    void figuresOfEachKindArePrintedAsJson() throws IOException {
        var json =
                summary(
                        """
                        {"question_id": 1, "text": "8 6\\nFewer dogs.", "score": [8, 6], "category": "conv"}
                        {"question_id": 2, "text": "hm", "score": [-1, -1], "category": "conv"}
                        {"question_id": 3, "text": "5 10", "score": [5, 10], "category": "detail"}
                        """);
        assertEquals(3, json.path("rows").asInt());
        assertEquals(1, json.path("rows_with_unreadable_scores").asInt());
        assertEquals(6.5, json.path("mean_first").asDouble());
        assertEquals(123.1, json.path("relative_score").asDouble());
        assertEquals(75, json.path("kinds").path("conv").path("relative_score").asDouble());
    }

    @Test
    void tableSaysHowIntervalsWereMade() throws IOException {
        Path file =
                Files.writeString(
                        temp.resolve("reviews.jsonl"),
                        "{\"question_id\": 1, \"score\": [8, 6], \"category\": \"conv\"}\n");
        var run = CommandLineRun.of("evaluate", "--summarize", file.toString());
        assertTrue(
                run.out().contains("relative score 75.0 % (95 % interval 75.0 to 75.0)"),
                run.out());
        assertTrue(run.out().contains("10,000 resamples, seed 0"), run.out());
    }

    @Test
    void meansOfHalvesAreRoundedAsTheReferenceRounds() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            lines.append(
                    "{\"question_id\": %d, \"score\": [%d, 8]}%n".formatted(i, i < 23 ? 8 : 7));
        }
        assertEquals(7.287, summary(lines.toString()).path("mean_first").asDouble());
    }

    @Test
    void nothingToEvaluateIsAMistakeOfTheCommandLine() {
        var run = CommandLineRun.of("evaluate", "--json");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("Say what to evaluate"), run.err());
    }

    @Test
    void publishedReviewsGiveThePublishedScores() throws IOException {
        Path folder =
                Path.of("..", "..", "..", "shared", "llava-bench").toAbsolutePath().normalize();
        assumeTrue(Files.exists(folder), "no " + folder);
        var expected = JsonMapper.shared().readTree(folder.resolve("expected-summary.json"));
        for (var file : expected.properties()) {
            var json = summary(folder.resolve("reviews").resolve(file.getKey()));
            for (var figure : file.getValue().properties()) {
                assertEquals(
                        figure.getValue(),
                        json.path(figure.getKey()),
                        file.getKey() + " " + figure.getKey());
            }
        }
    }

    private JsonNode summary(String lines) throws IOException {
        return summary(Files.writeString(temp.resolve("reviews.jsonl"), lines));
    }

    private static JsonNode summary(Path file) {
        var run = CommandLineRun.of("evaluate", "--summarize", file.toString(), "--json");
        assertEquals(0, run.exitCode(), run.err());
        return JsonMapper.shared().readTree(run.out());
    }
}
