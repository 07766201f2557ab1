package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.chat.OpenOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.TinyRun.Ear;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.Role;
import dev.nunchi.engine.train.GradientStep;
import dev.nunchi.engine.train.TrainableParts;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingPlan;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Runs of models that cut pictures into tiles: LLaVA-NeXT's kind, and LLaVA-OneVision's with a
/// detail that is shrunk.
class TiledRunTest {
    private static final String NEXT = "golden/llava_mistral";
    private static final String ONEVISION = "variants/llava_onevision";
    private static final int LONG = 1000;

    /// What features in float16 move the mean loss of a few words by.
    private static final double TOLERANCE = 2e-3;

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(strings = {NEXT, ONEVISION})
    void lossOfASampleIsTheReferences(String name) throws Exception {
        var training = expected(name).get("training");
        var sample = sample(name, training.get("samples").get(0));
        try (var model = open(name)) {
            var prompt = model.encoder().encode(sample, SampleForm.CHAT, LONG).orElseThrow();
            var seen = model.features().orElseThrow().seen(sample.picture().orElseThrow());
            var batch = new TrainingBatch(List.of(SampleEncoder.example(prompt, _ -> seen)));

            assertEquals(training.get("single_loss").asDouble(), loss(model, batch), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NEXT, ONEVISION})
    void samplesAreAsLongAsTheSameQuestionInChat(String name) throws Exception {
        for (var entry : expected(name).get("training").get("samples")) {
            var sample = sample(name, entry);
            int asked;
            try (var model = open(name)) {
                asked = model.encoder().question(sample, SampleForm.CHAT).length();
            }
            var picture = PictureReader.read(sample.picture().orElseThrow());
            var question = Turn.user(sample.turns().getFirst().text(), picture);
            try (var assistant = assistant(name, List.of())) {
                assertEquals(assistant.count(List.of(question)).promptTokens(), asked);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NEXT, ONEVISION})
    void runLearnsResumesExactlyAndItsAdapterAnswers(String name) throws Exception {
        var tiny = new TinyRun(home);
        var settings = TinyRun.settings(TrainingStage.END_TO_END, 8);
        var straight = new Ear();
        var whole =
                tiny.training()
                        .start(
                                installed(name),
                                tiny.request("whole", settings),
                                straight,
                                straight.control());
        var first = new Ear(5);
        tiny.training()
                .start(installed(name), tiny.request("parts", settings), first, first.control());
        var second = new Ear();
        var run = first.folder.orElseThrow();
        var resumed = tiny.training().resume(installed(name), run, second, second.control());

        var losses = new ArrayList<>(first.losses());
        losses.addAll(second.losses());
        assertEquals(straight.losses(), losses);
        assertTrue(losses.getLast() < losses.getFirst(), losses.toString());
        var learnt = AdapterFolder.read(whole.adapter().orElseThrow());
        var again = AdapterFolder.read(resumed.adapter().orElseThrow()).tensors();
        learnt.tensors()
                .forEach((key, tensor) ->
                        assertArrayEquals(tensor.toFloats(), again.get(key).toFloats(), key));
        assertAnswersBetter(name, whole.adapter().orElseThrow(), learnt.info().name());
    }

    /// In chat, a learnt caption is likelier with the adapter.
    private void assertAnswersBetter(String model, Path folder, String adapter) throws Exception {
        var picture = PictureReader.read(home.resolve("data/picture-3.png"));
        var question = List.of(Turn.user("Describe the picture.", picture));
        String caption = "The picture of number so so so 3";
        try (var assistant = assistant(model, List.of(AdapterFolder.read(folder)))) {
            var before = assistant.score(question, caption, Optional.empty());
            var after = assistant.score(question, caption, Optional.of(adapter));

            assertTrue(after.logProbability() > before.logProbability(), before + " " + after);
        }
    }

    private Assistant assistant(String name, List<Adapter> adapters) throws EngineException {
        var options = OpenOptions.of(home.resolve("compiled")).withAdapters(adapters);
        return Assistants.open(installed(name), options, Progress.NONE);
    }

    private TrainingModel open(String name) throws EngineException {
        return TrainingModel.open(installed(name), new TinyRun(home).folders(), Device.CPU);
    }

    private double loss(TrainingModel model, TrainingBatch batch) throws Exception {
        var plan = new TrainingPlan(Precision.FLOAT32, ActivationMemory.KEEP);
        var scratch = Files.createDirectories(home.resolve("scratch"));
        try (var step =
                GradientStep.open(
                        model.checkpoint(),
                        model.runtime(),
                        plan,
                        TrainableParts.projector(),
                        scratch)) {
            return step.evaluate(batch).loss();
        }
    }

    private static InstalledModel installed(String name) {
        var folder = folder(name).resolve("model");
        return new InstalledModel(name, folder, InstalledModel.Origin.IMPORTED, 0, "test");
    }

    private static Path folder(String name) {
        return Golden.repository().resolve("src/conformance").resolve(name);
    }

    private static JsonNode expected(String name) throws IOException {
        var file = folder(name).resolve("expected/expected.json");
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /// @param entry of the fixture's training samples
    private static Sample sample(String name, JsonNode entry) throws IOException {
        var turns = new ArrayList<SampleTurn>();
        for (var message : entry.get("messages")) {
            var role = Role.valueOf(message.get("role").asString().toUpperCase(Locale.ROOT));
            var content = message.get("content");
            var text = content.get(content.size() - 1).get("text").asString();
            turns.add(new SampleTurn(role, text));
        }
        int number = entry.get("image_order").get(0).asInt();
        var image = expected(name).get("images").get(number);
        return new Sample(
                "1",
                Optional.of(folder(name).resolve(image.get("file").asString())),
                SampleType.CONVERSATION,
                turns);
    }
}
