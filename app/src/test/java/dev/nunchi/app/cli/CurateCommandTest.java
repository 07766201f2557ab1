package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class CurateCommandTest {
    private static final String ROW =
            """
            {"id":"%s","image":"cat.png","conversations":[{"from":"human","value":"<image>\\n%s"},\
            {"from":"gpt","value":"%s"}],"captions":["A cat on a sofa."]}\
            """;

    @TempDir private Path folder;
    private Path rows;

    @BeforeEach
    void writeRows() throws IOException {
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        Files.write(folder.resolve("cat.png"), pixel);
        rows =
                Files.writeString(
                        folder.resolve("rows.json"),
                        "[%s,%s]"
                                .formatted(
                                        ROW.formatted("a", "What is it?", "A cat."),
                                        ROW.formatted("b", "What else?", "As an AI, I cannot.")));
    }

    @Test
    void keptRowsAndReasonsLieBesideTheFile() throws IOException {
        var run = CommandLineRun.of("curate", "--auto", rows.toString(), "--json");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                "{\"accepted\":1,\"refused\":1,\"bad\":0,\"refusals\":{\"refusal\":1},"
                        + "\"unbalanced\":[]}"
                        + System.lineSeparator(),
                run.out());
        assertTrue(Files.readString(folder.resolve("rows.accepted.json")).startsWith("["));
        assertTrue(Files.readString(folder.resolve("rows.refused.jsonl")).contains("As an AI"));
    }

    @Test
    void figuresAreToldInWords() {
        var run = CommandLineRun.of("curate", "--auto", rows.toString());
        assertTrue(run.out().contains("Kept 1 rows"), run.out());
        assertTrue(run.out().contains("1  No answer"), run.out());
    }

    @Test
    void scoreOutOfRangeIsAMistake() {
        var run = CommandLineRun.of("curate", "--auto", rows.toString(), "--min-score", "2");
        assertEquals(2, run.exitCode());
    }
}
