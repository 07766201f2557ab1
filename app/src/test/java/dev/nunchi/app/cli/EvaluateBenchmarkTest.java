package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `nunchi evaluate --benchmark`; the fake models say how many pictures they saw and what they were
/// asked.
class EvaluateBenchmarkTest {
    private static final List<String> THINGS = List.of("dog", "cat");

    @TempDir private Path folder;
    private final FakeModels models = new FakeModels();
    private Path benchmark;

    @BeforeEach
    void writeBenchmark() throws IOException {
        models.home = folder.resolve("home");
        benchmark = Files.createDirectories(folder.resolve("bench"));
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        var questions = new StringBuilder();
        var symbols = new StringBuilder();
        for (String thing : THINGS) {
            Files.write(benchmark.resolve(thing + ".png"), pixel);
            questions.append(
                    """
                    {"question_id": "%s-1", "image": "%s.png", "text": "What is it?", "category": "conv"}
                    {"question_id": "%s-2", "image": "%s.png", "text": "Is there a %s in the image?", "label": "yes"}
                    """
                            .formatted(thing, thing, thing, thing, thing));
            symbols.append(
                    """
                    {"image": "%s.png", "captions": ["A %s."], "instances": [{"category": "%s", "bbox": [0, 0, 1, 1]}]}
                    {"question_id": "%s-1", "text": "It is a %s."}
                    """
                            .formatted(thing, thing, thing, thing, thing));
        }
        Files.writeString(benchmark.resolve("questions.jsonl"), questions);
        Files.writeString(benchmark.resolve("symbols.jsonl"), symbols);
    }

    @Test
    void figuresAreJsonAndReportsLieInTheFolder() {
        var run = evaluate("--candidate", "small", "--json");
        var json = json(run);
        assertEquals(4, json.path("questions").asInt());
        assertEquals(
                1, json.at("/candidates/0/metrics/presenceAccuracy/value").asDouble(), run.out());
        assertFalse(json.at("/candidates/0/blindMetrics/cider").isMissingNode());
        for (String name : List.of("report.html", "report.md", "report.pdf", "summary.json")) {
            assertTrue(Files.exists(folder.resolve("out").resolve(name)), name);
        }
    }

    @Test
    void tablesAreForPeople() {
        var run = evaluate("--candidate", "small");
        assertTrue(run.out().contains("Presence, accuracy"), run.out());
        assertTrue(run.out().contains("report.html"), run.out());
    }

    @Test
    void secondRunOpensNoModel() {
        evaluate("--candidate", "small", "--json");
        models.answerers.clear();
        var again = evaluate("--candidate", "small", "--json");
        assertEquals(0, again.exitCode(), again.err());
        assertEquals(List.of(), models.answerers);
    }

    @Test
    void recordedAnswersAreACandidate() throws IOException {
        Path answers =
                Files.writeString(
                        folder.resolve("old.jsonl"),
                        "{\"question_id\": \"dog-1\", \"text\": \"It is a dog.\"}\n");
        var json = json(evaluate("--candidate", answers.toString(), "--json"));
        assertEquals("old", json.at("/candidates/0/name").asString());
        assertEquals(0.5, json.at("/candidates/0/metrics/rougeL/value").asDouble());
    }

    @Test
    void deafJudgeOnAServerIsUnusableAndIsPaidOnce() {
        try (var server = new ScriptedServer()) {
            server.says("7 7");
            String judge = server.endpoint("").address() + "#llava-34b";
            var json = json(evaluate("--candidate", "small", "--judge", judge, "--json"));
            assertFalse(json.at("/judge/usable").asBoolean());
            assertEquals("deaf", json.at("/judge/finding").asString());
            int paid = server.requests().size();
            // Two references make few different pairs: what is the same is paid for once.
            assertTrue(paid <= 4, paid + " requests");
            deleteAnswers();
            evaluate("--candidate", "small", "--judge", judge, "--json");
            assertEquals(paid, server.requests().size());
        }
    }

    @Test
    void whatCannotBeIsAMistakeOfTheCommandLine() {
        assertMistake("A server is named as URL#MODEL", "--candidate", "http://127.0.0.1:1/v1");
        assertMistake("There is no model named none", "--candidate", "none");
        assertMistake("--blind must be", "--candidate", "small", "--blind", "half");
        assertMistake("Two candidates", "--candidate", "small", "--candidate", "small");
    }

    @Test
    void ablationTrainsEachArmOnce() throws IOException {
        var fixture = FakeModels.GOLDEN.resolve("model");
        models.installed =
                List.of(new InstalledModel("large", fixture, Origin.IMPORTED, 0, "llava"));
        String data = instructions();
        var first = ablate(data);
        var json = json(first);
        var names = new ArrayList<String>();
        json.path("candidates").forEach(candidate -> names.add(candidate.path("name").asString()));
        assertEquals(
                List.of("no-tuning", "conversation", "detail-complex", "conversation-plus", "all"),
                names);
        Path adapters = models.home.resolve("data/adapters");
        assertEquals(4, count(adapters));
        assertEquals(0, ablate(data).exitCode());
        assertEquals(4, count(adapters));
    }

    private CommandLineRun ablate(String data) {
        return evaluate(
                "--model",
                "large",
                "--bare",
                "--ablation",
                data,
                "--rank",
                "2",
                "--targets",
                "q_proj",
                "--steps",
                "1",
                "--validation",
                "0",
                "--json");
    }

    private static int count(Path adapters) throws IOException {
        try (var all = Files.list(adapters)) {
            return (int) all.filter(Files::isDirectory).count();
        }
    }

    private String instructions() throws IOException {
        var rows = new StringBuilder();
        Files.copy(
                FakeModels.GOLDEN.resolve("images/gradient_97x61.png"),
                folder.resolve("picture.png"));
        for (String type : List.of("conversation", "detail", "complex")) {
            rows.append(
                    """
                    {"id": "%s", "image": "picture.png", "type": "%s", "conversations": [{"from": "human", "value": "<image>\\nWhat?"}, {"from": "gpt", "value": "That."}]}
                    """
                            .formatted(type, type));
        }
        return Files.writeString(folder.resolve("rows.jsonl"), rows).toString();
    }

    private void deleteAnswers() {
        try (var files = Files.newDirectoryStream(folder.resolve("out"), "trust-*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertMistake(String beginning, String... arguments) {
        var run = evaluate(arguments);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().startsWith(beginning), run.err());
    }

    private CommandLineRun evaluate(String... arguments) {
        var all =
                new ArrayList<>(
                        List.of(
                                "evaluate",
                                "--benchmark",
                                benchmark.toString(),
                                "--out",
                                folder.resolve("out").toString(),
                                "--resamples",
                                "100"));
        all.addAll(List.of(arguments));
        return CommandLineRun.of(models, all.toArray(String[]::new));
    }

    private static JsonNode json(CommandLineRun run) {
        assertEquals(0, run.exitCode(), run.err());
        return JsonMapper.shared().readTree(run.out());
    }
}
