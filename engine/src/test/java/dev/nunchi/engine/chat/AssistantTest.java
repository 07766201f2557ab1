package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Assistants on the models of the reference fixtures, whose greedy answers are known.
class AssistantTest {
    private static final AnswerOptions OPTIONS = AnswerOptions.defaults().withMaxNewTokens(24);
    private static final String SMOLLM = "llava_smollm";
    private static final String SYSTEM =
            "The helper gives clear, polite, and exact answers to each question of the visitor.";

    /// As the fixtures' README suggests.
    private static final double REFERENCE_LOSS_TOLERANCE = 1e-4;

    /// Other splits of the same sums, over some 200 tokens.
    private static final double SPLIT_TOLERANCE = 1e-3;

    @TempDir static Path cache;
    private static Assistant assistant;

    @BeforeAll
    static void open() throws EngineException {
        assistant = open(SMOLLM);
    }

    @AfterAll
    static void close() {
        assistant.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15", "llava_linear", "llava_qwen2", SMOLLM})
    void answerAboutAPictureIsTheReferences(String name) throws EngineException, IOException {
        try (var other = open(name)) {
            var expected = prompt(name, "image0");
            var answer = answer(other, question(picture(name)));
            assertEquals(expected.path("greedy_text").asString(), answer.text());
            assertEquals(expected.path("length").asInt(), answer.usage().promptTokens());
        }
    }

    @Test
    void answerAboutATiledPictureIsTheReferences() throws EngineException, IOException {
        try (var other = open("llava_mistral")) {
            var expected = prompt("llava_mistral", "image0");
            var picture =
                    PictureReader.read(Golden.path("llava_mistral/images/landscape_160x75.png"));
            var question = List.of(Turn.user("What is shown in the picture?", picture));
            var answer = answer(other, question);
            assertEquals(expected.path("greedy_text").asString(), answer.text());
            assertEquals(new TokenUsage(79, 52, 24), answer.usage());
        }
    }

    @Test
    void answerInASecondTurnIsTheReferences() throws EngineException, IOException {
        var conversation =
                List.of(
                        Turn.system(SYSTEM),
                        Turn.user("Describe the image.", picture(SMOLLM)),
                        Turn.assistant("A green field and a yellow sun."),
                        Turn.user("Which color is the boat?"));
        assertEquals(
                prompt(SMOLLM, "two_turns").path("greedy_text").asString(),
                answer(assistant, conversation).text());
    }

    @Test
    void countIsWhatTheAnswerReports() throws EngineException {
        var conversation = question(picture(SMOLLM));
        var usage = answer(assistant, conversation).usage();
        assertEquals(new TokenUsage(71, 25, 24), usage);
        assertEquals(new TokenUsage(71, 25, 0), assistant.count(conversation));
    }

    @Test
    void preparedPictureCostsTheAnswerNothing() throws EngineException {
        assistant.prepare(picture(SMOLLM), Progress.NONE, CancelToken.none());
        var stages = new ArrayList<Stage>();
        var heard = new Heard(stages);
        var answer =
                assistant.answer(question(picture(SMOLLM)), OPTIONS, heard, CancelToken.none());
        assertTrue(answer.timing().pictures() < answer.timing().total());
        assertEquals(answer.text(), heard.text.toString());
        assertEquals(
                List.of(Stage.ENCODING_PICTURE, Stage.READING_PROMPT, Stage.ANSWERING), stages);
    }

    @Test
    void answerTellsWhatEachPictureTook() throws EngineException {
        var first = picture(SMOLLM);
        var second = speck();
        var conversation = List.of(Turn.user("What is shown?", first, second));
        var fresh = answer(assistant, conversation).pictures();
        var again = answer(assistant, conversation);

        assertEquals(List.of(25, 25), fresh.stream().map(PictureUse::tokens).toList());
        assertEquals(
                List.of(first.contentHash(), second.contentHash()),
                fresh.stream().map(PictureUse::contentHash).toList());
        assertTrue(again.pictures().stream().allMatch(PictureUse::reused));
        assertTrue(again.pictures().getFirst().encode() > 0);
        assertTrue(again.memory().keysAndValues() > 0);
    }

    @Test
    void lookShowsWhatTheTowerTakesIn() throws EngineException {
        var seen = assistant.look(picture(SMOLLM), 1);

        assertEquals(25, seen.tokens());
        assertEquals(1, seen.view().tiles().size());
    }

    @Test
    void templateThatLosesThePictureStopsTheRun(@TempDir Path copy)
            throws EngineException, IOException {
        copyModel(copy);
        Files.writeString(
                copy.resolve("chat_template.jinja"),
                "{% for m in messages %}{{ m['role'] }}: question\n{% endfor %}");
        var model = new InstalledModel("blindfolded", copy, Origin.IMPORTED, 0, "");
        try (var other = Assistants.open(model, cache, Progress.NONE)) {
            var lost =
                    assertThrows(
                            TemplateException.class,
                            () -> answer(other, question(picture(SMOLLM))));
            assertEquals(TemplateException.Reason.PICTURES_LOST, lost.reason());
        }
    }

    @Test
    void cancelledPreparationKeepsNothing() throws EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        var other = new Picture(8, 8, new byte[192], "PNG", "0e11".repeat(16));
        assistant.prepare(other, Progress.NONE, cancel);

        assertFalse(answer(assistant, question(other)).pictures().getFirst().reused());
    }

    @Test
    void cancelledAnswerIsNoError() throws EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        var answer =
                assistant.answer(
                        question(picture(SMOLLM)), OPTIONS, new Heard(new ArrayList<>()), cancel);
        assertEquals(FinishReason.CANCELLED, answer.finishReason());
        assertEquals("", answer.text());
    }

    @Test
    void modelWithoutEyesRefusesPictures() throws EngineException {
        try (var blind = open("text_only_llama")) {
            var picture = picture(SMOLLM);
            assertThrows(UnsupportedModelException.class, () -> answer(blind, question(picture)));
            assertThrows(
                    UnsupportedModelException.class,
                    () -> blind.prepare(picture, Progress.NONE, CancelToken.none()));
        }
    }

    @Test
    void oldestTurnsAreDroppedWhenTheContextIsFull() throws EngineException {
        var conversation = new ArrayList<Turn>();
        conversation.add(Turn.system(SYSTEM));
        for (int i = 0; i < 60; i++) {
            conversation.add(Turn.user("Describe the image. ".repeat(4)));
            conversation.add(Turn.assistant("A green field and a yellow sun."));
        }
        conversation.add(Turn.user("Which color is the boat?"));
        assertTrue(assistant.count(conversation).promptTokens() > 2048);
        var usage = answer(assistant, conversation).usage();
        assertTrue(usage.promptTokens() > 1900, () -> usage.toString());
        assertTrue(usage.promptTokens() + OPTIONS.maxNewTokens() <= 2048, () -> usage.toString());
    }

    @Test
    void contextThatIsKeptShortHoldsNoMore() throws EngineException {
        var options = OpenOptions.of(cache).withContext(OptionalInt.of(256));
        try (var small = Assistants.open(model(SMOLLM), options, Progress.NONE)) {
            assertEquals(256, small.info().contextLength());
            var question = Turn.user("Describe the image. ".repeat(40));
            assertTrue(small.count(List.of(question)).promptTokens() < 256);
            var usage = answer(small, List.of(question, Turn.assistant("No."), question)).usage();
            assertTrue(usage.promptTokens() + usage.newTokens() <= 256, () -> usage.toString());
        }
    }

    @Test
    void lastTurnThatDoesNotFitGivesAnEmptyAnswer() throws EngineException {
        var answer = answer(assistant, List.of(Turn.user("Describe the image. ".repeat(900))));
        assertEquals(FinishReason.CONTEXT_FULL, answer.finishReason());
        assertEquals("", answer.text());
    }

    @Test
    void answerWithoutAQuestionIsAMistake() {
        assertThrows(
                IllegalArgumentException.class,
                () -> answer(assistant, List.of(Turn.assistant("A calm lake."))));
    }

    @Test
    void openAnswerThatIsEmptyIsTheWholeAnswer() throws EngineException {
        var asked = question(picture(SMOLLM));
        var open = new ArrayList<>(asked);
        open.add(Turn.assistant(""));

        assertEquals(answer(assistant, asked).text(), answer(assistant, open).text());
    }

    @Test
    void openAnswerIsReadBehindTheQuestion() throws EngineException {
        var asked = question(picture(SMOLLM));
        var open = new ArrayList<>(asked);
        open.add(Turn.assistant("A green field and a yellow"));

        var answer = answer(assistant, open);

        assertTrue(answer.usage().promptTokens() > assistant.count(asked).promptTokens() + 5);
        assertFalse(answer.text().equals(answer(assistant, asked).text()));
    }

    @Test
    void scoreIsTheLossOfTraining() throws EngineException, IOException {
        var score =
                assistant.score(
                        question(picture(SMOLLM)), "A small red boat rests on the calm lake.");
        var training = expected(SMOLLM).path("training");
        var sample = training.path("samples").path(0);
        assertEquals(sample.path("target_tokens").asInt(), score.tokens());
        assertEquals(
                training.path("single_loss").asDouble(), score.loss(), REFERENCE_LOSS_TOLERANCE);
    }

    @Test
    void scoreIsTheSameAfterOtherQuestions() throws EngineException {
        var conversation = question(picture(SMOLLM));
        String text = "A green field and a yellow sun. ".repeat(20);
        var first = assistant.score(conversation, text);
        assistant.score(conversation, "A boat.");
        answer(assistant, conversation);
        var again = assistant.score(conversation, text);
        assertEquals(first.tokens(), again.tokens());
        assertEquals(first.logProbability(), again.logProbability(), SPLIT_TOLERANCE);
    }

    @Test
    void earlierAnswersAreNotScored() throws EngineException {
        var conversation =
                List.of(
                        Turn.user("Describe the image."),
                        Turn.assistant("A green field and a yellow sun."),
                        Turn.user("Which color is the boat?"));
        var alone = assistant.score(List.of(conversation.getLast()), "Red.");
        assertEquals(alone.tokens(), assistant.score(conversation, "Red.").tokens());
    }

    @Test
    void answerThatDoesNotFitTheContextIsRefused() {
        var question = List.of(Turn.user("Which color is the boat?"));
        assertThrows(
                DataException.class, () -> assistant.score(question, "A calm lake. ".repeat(900)));
    }

    @Test
    void severalCallersAreAnsweredOneAfterAnother() throws Exception {
        var conversation = question(picture(SMOLLM));
        var expected = answer(assistant, conversation).text();
        try (var threads = Executors.newFixedThreadPool(3)) {
            var answers =
                    threads.invokeAll(
                            Collections.nCopies(6, () -> answer(assistant, conversation).text()));
            for (var answer : answers) {
                assertEquals(expected, answer.get());
            }
        }
    }

    @Test
    void closingWaitsForTheAnswerAndEndsAllUse()
            throws EngineException, InterruptedException, ExecutionException {
        var other = open(SMOLLM);
        var started = new CountDownLatch(1);
        var heard =
                new Heard(new ArrayList<>()) {
                    @Override
                    public void onText(String delta) {
                        started.countDown();
                    }
                };
        try (var threads = Executors.newSingleThreadExecutor()) {
            var answer =
                    threads.submit(() ->
                            other.answer(
                                    question(picture(SMOLLM)), OPTIONS, heard, CancelToken.none()));
            started.await();
            other.close();
            assertEquals(24, answer.get().usage().newTokens());
        }
        other.close();
        assertThrows(IllegalStateException.class, () -> other.count(List.of(Turn.user("Yes?"))));
    }

    @Test
    void cutModelIsANamedError(@TempDir Path copy) throws IOException {
        copyModel(copy);
        var weights = copy.resolve("model.safetensors");
        var bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 100));
        var model = new InstalledModel("cut", copy, Origin.IMPORTED, 0, "");
        assertThrows(CheckpointException.class, () -> Assistants.open(model, cache, Progress.NONE));
    }

    @Test
    void damagedCompiledModelIsCompiledAgain(@TempDir Path otherCache)
            throws EngineException, IOException {
        Assistants.open(model(SMOLLM), otherCache, Progress.NONE).close();
        try (var files = Files.walk(otherCache)) {
            var graph = files.filter(f -> f.endsWith("decoder/model.onnx")).findFirst();
            var bytes = Files.readAllBytes(graph.orElseThrow());
            Arrays.fill(bytes, (byte) 0xff);
            Files.write(graph.orElseThrow(), bytes);
        }
        try (var repaired = Assistants.open(model(SMOLLM), otherCache, Progress.NONE)) {
            assertEquals(24, answer(repaired, question(picture(SMOLLM))).usage().newTokens());
        }
    }

    private static void copyModel(Path copy) throws IOException {
        try (var files = Files.list(Golden.path(SMOLLM + "/model"))) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    private static Assistant open(String name) throws EngineException {
        return Assistants.open(model(name), cache, Progress.NONE);
    }

    private static InstalledModel model(String name) {
        return new InstalledModel(name, Golden.path(name + "/model"), Origin.BUNDLED, 0, "");
    }

    private static Answer answer(Assistant assistant, List<Turn> conversation)
            throws EngineException {
        return assistant.answer(
                conversation, OPTIONS, new Heard(new ArrayList<>()), CancelToken.none());
    }

    private static List<Turn> question(Picture picture) {
        return List.of(Turn.system(SYSTEM), Turn.user("What is shown in the picture?", picture));
    }

    private static Picture picture(String name) throws EngineException {
        return PictureReader.read(Golden.path(name + "/images/gradient_97x61.png"));
    }

    /// A picture that no other test shows.
    private static Picture speck() {
        return new Picture(9, 9, new byte[243], "PNG", "5bec".repeat(16));
    }

    private static JsonNode prompt(String name, String key) throws IOException {
        return expected(name).path("prompts").path(key);
    }

    private static JsonNode expected(String name) throws IOException {
        var json = Files.readString(Golden.path(name + "/expected/expected.json"));
        return JsonMapper.builder().build().readTree(json);
    }

    private static class Heard implements AnswerListener {
        final StringBuilder text = new StringBuilder();
        final List<Stage> stages;

        Heard(List<Stage> stages) {
            this.stages = stages;
        }

        @Override
        public void onText(String delta) {
            text.append(delta);
        }

        @Override
        public void report(Stage stage, long done, long total) {
            stages.add(stage);
        }
    }
}
