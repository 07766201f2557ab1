package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `nunchi train` on a reference fixture, which has random weights.
class TrainCommandTest {
    private static final List<String> PICTURES = List.of("gradient_97x61.png", "gray_44x90.png");

    @TempDir private Path folder;
    private FakeModels models;
    private String data = "";

    @BeforeEach
    void writeData() throws IOException {
        models = new FakeModels();
        models.home = folder;
        var fixture = FakeModels.GOLDEN.resolve("model");
        models.installed =
                List.of(new InstalledModel("large", fixture, Origin.IMPORTED, 0, "llava"));
        var lines = new ArrayList<String>();
        for (String name : PICTURES) {
            Files.copy(FakeModels.GOLDEN.resolve("images").resolve(name), folder.resolve(name));
            lines.add("{\"image\": \"%s\", \"captions\": [\"One\", \"Two\"]}".formatted(name));
        }
        lines.add("{\"image\": \"nowhere.png\", \"captions\": [\"Three\"]}");
        data = Files.write(folder.resolve("captions.jsonl"), lines).toString();
    }

    @Test
    void dryRunTellsWhatARunWouldTakeAndLeavesNone() {
        var run = train("--data", data, "--stage", "1", "--steps", "5", "--dry-run", "--json");

        var json = JsonMapper.shared().readTree(run.out());
        assertEquals(4, json.path("rows").asInt());
        assertEquals(5, json.path("steps").asInt());
        assertTrue(json.path("targetTokens").asInt() > 4, run.out());
        assertTrue(json.path("memoryBytes").asLong() > 0, run.out());
        assertTrue(json.path("estimatedSeconds").asDouble() > 0, run.out());
        assertEquals(3, json.path("problems").path(0).path("row").asInt());
        assertFalse(Files.exists(folder.resolve("data/runs")));
    }

    @Test
    void rowWithAProblemIsToldWithItsNumber() {
        var run = train("--data", data, "--stage", "1", "--steps", "1", "--dry-run");

        assertTrue(run.err().contains("captions.jsonl"), run.err());
        assertTrue(run.err().contains("nowhere.png"), run.err());
    }

    @Test
    void adapterOfAFinishedRunIsPrinted() {
        var run =
                train(
                        "--data",
                        data,
                        "--stage",
                        "2",
                        "--rank",
                        "2",
                        "--targets",
                        "q_proj,v_proj",
                        "--steps",
                        "2",
                        "--name",
                        "mine");

        var adapter = folder.resolve("data/adapters/mine");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(adapter + "\n", run.out());
        assertTrue(Files.exists(adapter.resolve("adapter.json")));
    }

    @Test
    void reportsAreLinesOfJson() {
        var run =
                train(
                        "--data",
                        data,
                        "--stage",
                        "1",
                        "--batch",
                        "2",
                        "--steps",
                        "2",
                        "--snapshot-every",
                        "1",
                        "--json");

        var kinds = run.out().lines().map(TrainCommandTest::json).map(TrainCommandTest::kind);
        assertEquals(List.of("step", "snapshot", "step", "snapshot", "result"), kinds.toList());
    }

    @Test
    void interruptedRunEndsWithTheShellsCode() {
        var run =
                CommandLineRun.interrupted(
                        models, "train", "--model", "large", "--data", data, "--stage", "1");

        assertEquals(130, run.exitCode(), run.err());
    }

    @Test
    void whatIsMissingIsAMistakeOfTheCommandLine() {
        assertMistake("Say what to learn from", "--stage", "1");
        assertMistake("Say which stage", "--data", data);
        assertMistake("There is no stage 3", "--data", data, "--stage", "3");
        assertMistake("This setting is out of range", "--data", data, "--stage", "1", "--lr=-1");
        assertMistake("--mix must read", "--data", data, "--stage", "1", "--mix", "detail");
        assertMistake("--resume goes on", "--data", data, "--resume");
        assertMistake("There is no run to go on with", "--resume");
        assertMistake("There is no run named x", "--resume", "x");
    }

    private void assertMistake(String beginning, String... arguments) {
        var run = train(arguments);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().startsWith(beginning), run.err());
    }

    private CommandLineRun train(String... arguments) {
        var all = new ArrayList<>(List.of("train", "--model", "large"));
        all.addAll(List.of(arguments));
        return CommandLineRun.of(models, all.toArray(String[]::new));
    }

    private static JsonNode json(String line) {
        return JsonMapper.shared().readTree(line);
    }

    private static String kind(JsonNode line) {
        return line.path("kind").asString();
    }
}
