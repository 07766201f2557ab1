package dev.nunchi.app.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AutoCurationTest {
    private static final String ROW =
            """
            {"id":"%s","image":"%s","type":"conversation","conversations":\
            [{"from":"human","value":"<image>\\n%s"},{"from":"gpt","value":"%s"}],\
            "captions":["A cat on a sofa."],"objects":[{"category":"cat","bbox":[0.1,0.2,0.3,0.4]}],\
            "provenance":{"teacher":"symbolic","prompts":"conversation@1","seed":7,\
            "made":"2026-11-30T10:00:00Z"}}
            """;

    @TempDir private Path folder;
    private AutoCuration curation;
    private AutoCuration.Files files;

    @BeforeEach
    void writePicture() throws IOException {
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        Files.write(folder.resolve("cat.png"), pixel);
        curation = new AutoCuration(Checks.of(Optional.empty()), AutoCuration.USUAL_SCORE);
        files =
                new AutoCuration.Files(
                        folder.resolve("kept.jsonl"), folder.resolve("refused.jsonl"));
    }

    @Test
    void rowsGoToTheirFiles() throws IOException, EngineException {
        Path rows =
                rows(
                        row("good", "What is it?", "A cat."),
                        row("dog", "What else is there?", "A dog."),
                        row("again", "What is it?", "A cat."),
                        ROW.formatted("lost", "lost.png", "What is it?", "A cat."));
        var summary = curation.run(rows, files, DataRows.Watch.none()).orElseThrow();
        assertEquals(1, summary.accepted());
        assertEquals(2, summary.refused());
        assertEquals(1, summary.bad());
        assertEquals(
                Map.of(CheckName.UNSUPPORTED_OBJECT, 1, CheckName.NEAR_DUPLICATE, 1),
                summary.refusals());
        assertTrue(Files.readString(files.accepted()).startsWith("{\"id\":\"good\""));
        assertEquals(
                """
                {"id":"dog","score":0.0,"findings":[{"check":"unsupported-object","score":0.0,"detail":"dog","turn":1}]}
                {"id":"again","score":0.0,"findings":[{"check":"near-duplicate","score":0.0,"detail":"good"}]}
                {"row":4,"problem":"PICTURE_MISSING","detail":"lost.png"}
                """,
                Files.readString(files.refused()));
    }

    @Test
    void keptRowsCanBeLearntFrom() throws IOException, EngineException {
        curation.run(rows(row("good", "What is it?", "A cat.")), files, DataRows.Watch.none());
        var data = Datasets.read(files.accepted(), Progress.NONE, CancelToken.none());
        assertEquals(List.of(), data.problems());
        assertEquals("A cat.", data.samples().getFirst().firstAnswer());
    }

    @Test
    void fileMayBeNamedFromTheWorkingFolder() throws IOException, EngineException {
        Path rows = rows(row("good", "What is it?", "A cat."));
        Path named = Path.of("").toAbsolutePath().relativize(rows);
        var summary = curation.run(named, files, DataRows.Watch.none()).orElseThrow();
        assertEquals(List.of(), summary.problems());
    }

    @Test
    void cancelledRunLeavesNothing() throws IOException, EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        var watch = new DataRows.Watch(Progress.NONE, cancel);
        assertEquals(
                Optional.empty(),
                curation.run(rows(row("good", "What is it?", "A cat.")), files, watch));
        assertFalse(Files.exists(files.accepted()));
        try (var left = Files.list(folder)) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void fileThatHoldsNoRowsLeavesOldResults() throws IOException {
        Files.writeString(files.accepted(), "old");
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), "no rows at all");
        assertThrows(DataException.class, () -> curation.run(rows, files, DataRows.Watch.none()));
        assertEquals("old", Files.readString(files.accepted()));
    }

    private Path rows(String... rows) throws IOException {
        return Files.writeString(folder.resolve("rows.jsonl"), String.join("", rows));
    }

    private static String row(String id, String question, String answer) {
        return ROW.formatted(id, "cat.png", question, answer);
    }
}
