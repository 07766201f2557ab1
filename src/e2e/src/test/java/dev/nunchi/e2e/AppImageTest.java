package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder that `./package` made, moved to another place and not installed at all.
@Tag("system")
class AppImageTest {
    private static final Path IMAGE = Program.repository().resolve("packaging/target/nunchi");

    @TempDir Path folder;

    @Test
    void questionIsAnsweredWhereverTheFolderLies() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(IMAGE), "needs an app-image made by ./package");
        Path place = Files.createDirectory(folder.resolve("a place"));
        var copying = new ProcessBuilder("cp", "-a", IMAGE.toString(), place.toString()).start();
        assertEquals(0, copying.waitFor());

        Path answer = folder.resolve("answer.txt");
        var builder =
                new ProcessBuilder(
                                place.resolve("nunchi/bin/nunchi").toString(),
                                "ask",
                                Program.sample("cat").toString(),
                                NunchiWindow.QUESTION)
                        .redirectOutput(answer.toFile())
                        .redirectError(Program.artefact("app-image.txt").toFile());
        builder.environment().put("NUNCHI_HOME", folder.resolve("home").toString());
        assertEquals(0, builder.start().waitFor());
        assertFalse(Files.readString(answer).isBlank());
    }
}
