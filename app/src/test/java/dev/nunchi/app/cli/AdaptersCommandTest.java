package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.library.ModelLibrary;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void bareModelIsAskedForByAnOption() {
        run("ask", "Hi");
        assertEquals(ModelForm.AS_SHIPPED, models.answerers.getLast().form());
        run("ask", "--bare", "Hi");
        assertEquals(ModelForm.BARE, models.answerers.getLast().form());
    }

    @Test
    void installedAdapterIsTheModelsOwn() throws IOException {
        var model = copyOfTheModel();
        long before = ModelLibrary.at(model).bytes();
        var result = run("adapters", "install", "mine", model.toString(), "--type", "f16");
        assertEquals("Written: " + model.resolve("adapter") + "\n", result.err());
        models.installed = List.of(ModelLibrary.at(model));
        String line = run("models", "list").out();
        assertTrue(line.endsWith("CLIP ViT + Llama, 2 layers + LoRA 4\n"), line);
        var json = JsonMapper.shared().readTree(run("models", "list", "--json").out()).get(0);
        assertEquals(4, json.path("adapter").path("lora").path("rank").asInt());
        long own = Files.size(model.resolve("adapter/adapter.safetensors"));
        assertTrue(json.path("bytes").asLong() > before + own);
    }

    @Test
    void ownAdapterIsExportedByItsFolder() throws IOException {
        var model = copyOfTheModel();
        assertEquals(0, run("adapters", "install", "mine", model.toString()).exitCode());
        String own = model.resolve("adapter").toString();
        String out = folder.resolve("out").toString();
        assertEquals(0, run("adapters", "export", own, out).exitCode());
        assertEquals("Imported: out\n", run("adapters", "import", out).err());
    }

    @Test
    void ownAdapterIsKeptInFloatsOrHalves() {
        var result = run("adapters", "install", "mine", "model", "--type", "bf16");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("f32 or f16"), result.err());
    }

    @Test
    void unknownAdapterIsAMistakeOnTheCommandLine() {
        var result = run("ask", "--adapter", "yours", "Hi");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("no adapter named yours"), result.err());
    }

    private Path copyOfTheModel() throws IOException {
        var model = Files.createDirectory(folder.resolve("model"));
        try (var files = Files.list(FakeModels.GOLDEN.resolve("model"))) {
            for (var file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        return model;
    }

    private CommandLineRun run(String... arguments) {
        return CommandLineRun.of(models, arguments);
    }
}
