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

class FilterCommandTest {
    @TempDir private Path temp;
    private Path data;

    @BeforeEach
    void writeCaptions() throws IOException {
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        Files.createDirectory(temp.resolve("images"));
        Files.write(temp.resolve("images/a.png"), pixel);
        String row = "images/a.png,A cat\n";
        data =
                Files.writeString(
                        temp.resolve("all.csv"),
                        "image,caption\n" + row.repeat(5) + "images/a.png,A violin\n");
    }

    @Test
    void keptCaptionsAreWrittenAndReported() throws IOException {
        Path out = temp.resolve("few.jsonl");
        var run = filter(out, "--cap", "2");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                "{\"captions\":6,\"kept\":2,\"phrases\":2,\"rare\":1,\"capped\":1,\"commonest\":"
                        + "[{\"phrase\":\"cat\",\"before\":5,\"after\":2},"
                        + "{\"phrase\":\"violin\",\"before\":1,\"after\":0}]}"
                        + System.lineSeparator(),
                run.out());
        assertEquals(
                "{\"image\":\"images/a.png\",\"caption\":\"A cat.\"}\n".repeat(2),
                Files.readString(out));
    }

    @Test
    void fileThatCannotNameThePicturesIsRefused() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        var run = filter(other.resolve("few.jsonl"));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("above the pictures"), run.err());
    }

    private CommandLineRun filter(Path out, String... more) {
        var arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"filter", "--captions", data.toString(), "--out", out.toString()},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return CommandLineRun.of(arguments);
    }
}
