package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Timeout(120)
class GenerateCommandTest {
    @TempDir private Path temp;
    private final FakeModels models = new FakeModels();

    @BeforeEach
    void writeSource() throws IOException {
        models.home = temp.resolve("home");
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        Files.createDirectory(temp.resolve("images"));
        var lines = new ArrayList<String>();
        for (String name : List.of("a.png", "b.png")) {
            Files.write(temp.resolve("images").resolve(name), pixel);
            lines.add(
                    """
                    {"image": "images/%s", "captions": ["Two dogs play."], "objects": [\
                    {"category": "dog", "bbox": [0, 0.5, 0.3, 0.9]}, \
                    {"category": "dog", "bbox": [0.4, 0.5, 0.6, 0.9]}, \
                    {"category": "kite", "bbox": [0.7, 0, 0.9, 0.2]}]}\
                    """
                            .formatted(name));
        }
        Files.write(temp.resolve("source.jsonl"), lines);
    }

    @Test
    void symbolicRowsCanBeTrainedOn() throws Exception {
        var run = generate("--teacher", "symbolic", "--json");

        assertEquals(0, run.exitCode(), run.err());
        var json = JsonMapper.shared().readTree(run.out());
        assertEquals(6, json.path("kept").asInt());
        assertTrue(json.path("whole").asBoolean());
        var data = Datasets.read(temp.resolve("rows.json"), Progress.NONE, CancelToken.none());
        assertEquals(List.of(), data.problems());
        assertEquals(
                List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX),
                data.samples().subList(0, 3).stream().map(sample -> sample.type()).toList());
    }

    @Test
    void balancedRowsAffirmEachThingAsOftenAsTheyDenyIt() throws Exception {
        Files.writeString(
                temp.resolve("source.jsonl"),
                """
                {"image": "images/a.png", "objects": [{"category": "dog", "bbox": [0, 0, 1, 1]}]}
                {"image": "images/b.png", "objects": [{"category": "kite", "bbox": [0, 0, 1, 1]}]}
                """);
        var run = generate("--balanced", "2");

        assertEquals(0, run.exitCode(), run.err());
        String rows = Files.readString(temp.resolve("rows.json"));
        assertEquals(2, rows.split("\"value\":\"Yes\"", -1).length - 1, rows);
        assertEquals(2, rows.split("\"value\":\"No\"", -1).length - 1, rows);
    }

    @Test
    void balanceIsAskedOfTheSymbolicTeacherAlone() {
        assertEquals(2, generate("--balanced", "2", "--teacher", "local").exitCode());
        assertEquals(2, generate("--balanced", "0").exitCode());
    }

    @Test
    void sameCommandWritesTheSameRows() throws Exception {
        generate();
        var first = Files.readString(temp.resolve("rows.json"));
        Files.delete(temp.resolve("rows.json"));
        generate();

        String made = "\"made\":\"[^\"]*\"";
        assertEquals(
                first.replaceAll(made, ""),
                Files.readString(temp.resolve("rows.json")).replaceAll(made, ""));
    }

    @Test
    void reportSaysWhatWasWritten() {
        var run = generate("--kinds", "caption,detail", "--limit", "1", "--language", "en");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("caption: 1"), run.out());
        assertTrue(run.out().contains("detail: 1"), run.out());
        assertTrue(run.out().contains("rows.json"), run.out());
    }

    @Test
    void interruptedCommandKeepsNothingAsWhole() {
        var run = CommandLineRun.interrupted(models, arguments("--teacher", "symbolic"));

        assertEquals(130, run.exitCode());
        assertFalse(Files.exists(temp.resolve("rows.json")));
    }

    @Test
    void serverIsPaidOnceForTheSameRows() throws Exception {
        try (var server = new ScriptedServer()) {
            server.says("Question: How many dogs play?\\nAnswer: There are two dogs playing.");
            var arguments =
                    new String[] {
                        "--teacher",
                        server.endpoint("").address().toString(),
                        "--model",
                        "teacher",
                        "--kinds",
                        "conversation",
                        "--prices",
                        "1,2",
                        "--budget-money",
                        "1",
                        "--json"
                    };
            var first = generate(arguments);
            assertEquals(0, first.exitCode(), first.err());
            Files.delete(temp.resolve("rows.json"));

            var second = generate(arguments);

            assertEquals(0, second.exitCode(), second.err());
            assertEquals(2, server.requests().size());
            var spent = JsonMapper.shared().readTree(second.out()).path("spent");
            assertEquals(2, spent.path("answered").asInt());
            assertEquals(0, spent.path("unanswered").asInt());
            var row =
                    JsonMapper.shared()
                            .readTree(Files.readString(temp.resolve("rows.json")))
                            .get(0);
            assertEquals(64, row.path("provenance").path("request").asString("").length());
            assertEquals("conversation_en@1", row.path("provenance").path("prompts").asString(""));
        }
    }

    @Test
    void serverOfTheSettingsIsAskedWithItsKey() throws Exception {
        try (var server = new ScriptedServer()) {
            server.says("Question: How many dogs play?\\nAnswer: There are two dogs playing.");
            var folders = AppFolders.under(models.home);
            folders.create();
            SettingsStore.open(folders.settings())
                    .update(settings -> settings.withEndpoint(server.endpoint("lab", "s3cret")));

            var run = generate("--teacher", "lab", "--kinds", "conversation");

            assertEquals(0, run.exitCode(), run.err());
            var request = server.requests().getFirst();
            assertEquals("Bearer s3cret", request.authorization());
            assertTrue(request.body().contains("llava-34b"), request.body());
        }
    }

    @Test
    void refusingServerIsToldInASentence() {
        try (var server = new ScriptedServer()) {
            server.responds(401, "application/json", "{}");

            var run =
                    generate(
                            "--teacher",
                            server.endpoint("").address().toString(),
                            "--model",
                            "teacher");

            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("0 of 6 rows are kept"), run.err());
            assertTrue(run.err().contains("key"), run.err());
        }
    }

    @Test
    void localModelWithoutUsableAnswersSaysSo() throws Exception {
        var run = generate("--teacher", "local", "--model", "large", "--json");

        assertEquals(0, run.exitCode(), run.err());
        var nothing = JsonMapper.shared().readTree(run.out()).path("nothing");
        assertEquals(6, nothing.path("unusable_answer").asInt());
        assertEquals("large", models.answerers.getFirst().model().name());
    }

    @Test
    void picturesAloneNeedAModelThatSees() throws Exception {
        Files.delete(temp.resolve("source.jsonl"));
        var without =
                CommandLineRun.of(
                        models,
                        "generate",
                        "--source",
                        temp.resolve("images").toString(),
                        "--out",
                        temp.resolve("rows.json").toString());
        assertEquals(2, without.exitCode());
        assertTrue(without.err().contains("--captions-by"), without.err());

        var with =
                CommandLineRun.of(
                        models,
                        "generate",
                        "--source",
                        temp.resolve("images").toString(),
                        "--out",
                        temp.resolve("rows.json").toString(),
                        "--kinds",
                        "caption",
                        "--captions-by",
                        "small");

        assertEquals(0, with.exitCode(), with.err());
        assertTrue(Files.readString(temp.resolve("rows.json")).contains("captions by small"));
    }

    @ParameterizedTest
    @CsvSource({
        "--kinds, poem",
        "--language, fr",
        "--limit, 0",
        "--parallel, 0",
        "--budget-money, 3",
        "--teacher, http://127.0.0.1:9/v1",
        "--teacher, ??"
    })
    void mistakesOnTheCommandLineAreTold(String option, String value) {
        var run = generate(option, value);

        assertEquals(2, run.exitCode(), run.err());
        assertFalse(Files.exists(temp.resolve("rows.json.unfinished")));
    }

    private CommandLineRun generate(String... more) {
        return CommandLineRun.of(models, arguments(more));
    }

    private String[] arguments(String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "generate",
                                "--source",
                                temp.resolve("source.jsonl").toString(),
                                "--out",
                                temp.resolve("rows.json").toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
