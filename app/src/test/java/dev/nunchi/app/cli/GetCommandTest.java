package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.TestHub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class GetCommandTest {
    @TempDir private Path folder;
    private final FakeModels models = new FakeModels();
    private TestHub hub;

    @BeforeEach
    void startHub() throws IOException {
        hub = new TestHub();
        models.downloads = hub.downloads(folder, _ -> Long.MAX_VALUE);
    }

    @AfterEach
    void stopHub() throws IOException {
        hub.close();
    }

    @Test
    void modelIsReceivedImportedAndClearedAway() {
        var run = CommandLineRun.of(models, "models", "get", "small");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("Imported: large"), run.err());
        assertTrue(run.err().contains("no checksum"), run.err());
        assertFalse(Files.exists(folder.resolve("small")));
    }

    @Test
    void jsonTellsWhichFilesWereChecked() {
        var run = CommandLineRun.of(models, "models", "get", "small", "--json");

        var files = new JsonMapper().readTree(run.out()).path("files");
        assertEquals("config.json", files.path(0).path("name").asString());
        assertFalse(files.path(0).path("checked").asBoolean());
        assertTrue(files.path(1).path("checked").asBoolean());
    }

    @Test
    void interruptedDownloadIsKept() {
        var run = CommandLineRun.interrupted(models, "models", "get", "small");

        assertEquals(130, run.exitCode());
        assertTrue(run.err().contains("nunchi models get small"), run.err());
        assertTrue(Files.exists(folder.resolve("small")));
    }

    @Test
    void modelThatIsNotInTheCatalogueIsAMistakeOfTheCommandLine() {
        var run = CommandLineRun.of(models, "models", "get", "nonsense");

        assertEquals(2, run.exitCode());
        assertEquals(0, hub.requests());
    }

    @Test
    void serverThatIsGoneIsToldInASentence() throws IOException {
        hub.close();

        var run = CommandLineRun.of(models, "models", "get", "small");

        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("cannot be reached"), run.err());
    }

    @Test
    void catalogueAsksNothing() {
        var run = CommandLineRun.of(models, "models", "catalogue", "--json");

        assertEquals("small", new JsonMapper().readTree(run.out()).path(0).path("id").asString());
        assertEquals(0, hub.requests());
    }
}
