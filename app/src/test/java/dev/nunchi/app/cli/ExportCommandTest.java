package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ExportCommandTest {
    @TempDir private Path temp;

    @Test
    void runIsWrittenForTheReferenceTrainer() throws IOException {
        var target = temp.resolve("export");
        var run = export(target);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(target + System.lineSeparator(), run.out());
        assertTrue(run.err().startsWith("Written for the reference trainer"), run.err());
        assertTrue(Files.exists(target.resolve("images/a.png")));
    }

    @Test
    void folderThatIsThereIsRefused() throws IOException {
        assertEquals(1, export(Files.createDirectory(temp.resolve("export"))).exitCode());
    }

    private CommandLineRun export(Path target) throws IOException {
        Files.write(
                temp.resolve("a.png"),
                PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0")));
        Path data = temp.resolve("captions.csv");
        Files.writeString(data, "image,caption\na.png,A cat\n");
        return CommandLineRun.of(
                "train", "--data", data.toString(), "--stage", "1", "--export", target.toString());
    }
}
