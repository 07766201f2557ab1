package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Optional;

class AdaptersCommandTest {
    @TempDir private Path folder;
    private FakeModels models;

    @BeforeEach
    void importAdapter() {
        models = new FakeModels();
        models.home = folder;
        String peft = FakeModels.GOLDEN.resolve("adapter").toString();
        assertEquals(
                new CommandLineRun(0, "", "Imported: mine\n"),
                run("adapters", "import", peft, "--model", "large", "--name", "mine"));
    }

    @Test
    void listNamesAdapterAndModel() {
        String line = run("adapters", "list").out();
        assertTrue(line.matches("mine +\\S+ \\S+ +large +LoRA 4\n"), line);
    }

    @Test
    void showTellsWhereItComesFrom() {
        var json = JsonMapper.shared().readTree(run("adapters", "show", "mine").out());
        assertEquals("5eed", json.path("baseHash").asString());
        assertEquals(8.0, json.path("lora").path("alpha").asDouble());
        assertEquals("peft", json.path("settings").path("importedFrom").asString());
    }

    @Test
    void exportCanBeImportedAgain() {
        String out = folder.resolve("out").toString();
        assertEquals("Written: " + out + "\n", run("adapters", "export", "mine", out).err());
        assertEquals("Imported: out\n", run("adapters", "import", out).err());
    }

    @Test
    void exportIntoAFullFolderIsRefused() {
        var result = run("adapters", "export", "mine", folder.toString());
        assertEquals(1, result.exitCode());
    }

    @Test
    void removedAdapterIsGone() {
        assertEquals(0, run("adapters", "remove", "mine").exitCode());
        assertEquals("", run("adapters", "list").out());
        assertEquals("[]\n", run("adapters", "list", "--json").out());
    }

    @Test
    void questionIsAnsweredWithTheAdapter() {
        assertEquals(
                "large saw 0: Hi\n",
                run("ask", "--adapter", "mine", "Hi").out(),
                "the model that the adapter was made for");
        assertEquals(Optional.of("mine"), models.asked.getLast().adapter());
    }

    @Test
    void adapterInAFolderAnswers() {
        String path = folder.resolve("data/adapters/mine").toString();
        assertEquals(0, run("ask", "--adapter", path, "Hi").exitCode());
    }

    @Test
    void unknownAdapterIsAMistakeOnTheCommandLine() {
        var result = run("ask", "--adapter", "yours", "Hi");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("no adapter named yours"), result.err());
    }

    private CommandLineRun run(String... arguments) {
        return CommandLineRun.of(models, arguments);
    }
}
