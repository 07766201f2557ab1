package dev.nunchi.engine.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.chat.OpenOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.conformance.CaseReport;
import dev.nunchi.engine.conformance.Check;
import dev.nunchi.engine.conformance.ConformanceOptions;
import dev.nunchi.engine.conformance.ConformanceRunner;
import dev.nunchi.engine.conformance.Group;
import dev.nunchi.engine.conformance.ModelUnderTest;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.ffm.FfmRuntime;
import dev.nunchi.engine.runtime.ffm.Traffic;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.TaughtModel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Models on WebGPU: on a graphics card, or on SwiftShader, which computes Vulkan on the processor.
/// `packaging/webgpu-runtime` prepares it.
@Tag("webgpu")
@EnabledIfEnvironmentVariable(
        named = "NUNCHI_ONNXRUNTIME",
        matches = ".+",
        disabledReason = "no build of ONNX Runtime with WebGPU; run packaging/webgpu-runtime")
class WebGpuTest {
    private static final Device WEBGPU = new Device(Device.Kind.WEBGPU, 0);

    @TempDir Path folder;

    private FfmRuntime runtime() throws EngineException {
        return FfmRuntime.profiled(WEBGPU, OrtRuntime.cpu().version(), folder.resolve("profile"));
    }

    @Test
    void arrayThatIsWrittenIsReadBack() throws EngineException {
        try (var runtime = runtime();
                var array = runtime.allocate(DType.F32, Shape.of(2, 1, 3))) {
            float[] values = {1, -2, 3.5f, 4, 5e-7f, 6};
            array.write(Tensor.ofFloats(array.shape(), values));
            assertArrayEquals(values, array.read().toFloats());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_only_llama", "llava_smollm", "llava15"})
    void valuesAreTheReferencesWithinTheLimitsOfTheProcessor(String name) throws Exception {
        var options =
                ConformanceOptions.defaults()
                        .withGroups(Set.of(Group.FORWARD, Group.GENERATE))
                        .withLowering(BuildOptions.answering(WEBGPU.kind()).lowering());
        CaseReport report;
        try (var runtime = runtime()) {
            report =
                    new ConformanceRunner(runtime, options)
                            .run(List.of(Golden.path(name)), _ -> {})
                            .getFirst();
        }
        var bad = report.checks().stream().filter(Check::isBad).map(Check::toString).toList();
        assertEquals(List.of(), bad);
        assertFalse(report.checks().isEmpty());
        assertEquals(Set.of("WebGpuExecutionProvider"), providers());
    }

    /// Of every node that ran, from the profiles that sessions wrote when they were closed.
    private Set<String> providers() throws IOException {
        var providers = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(folder, "profile*.json")) {
            for (var file : files) {
                for (var event : new JsonMapper().readTree(Files.readString(file))) {
                    if (event.path("cat").asString("").equals("Node")) {
                        providers.add(event.path("args").path("provider").asString("none"));
                    }
                }
            }
        }
        return providers;
    }

    @Test
    void tokenCarriesItsEmbeddingAndItsLogitsAndNotTheCache() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("text_only_llama/model"));
                var runtime = runtime();
                var model =
                        new ModelUnderTest(
                                checkpoint,
                                runtime,
                                BuildOptions.reference(Lowering.PLAIN),
                                folder);
                var decoder = model.newDecoder()) {
            decoder.read(model.embed(5), 0);
            var before = runtime.traffic();
            decoder.read(model.embed(7), 0);
            var config = checkpoint.config().language();
            int floats = config.hiddenSize() + config.vocabSize() + decoder.length();
            int positions = 2;
            assertEquals(
                    new Traffic(
                            before.staged()
                                    + (long) floats * Float.BYTES
                                    + (long) positions * Long.BYTES,
                            before.resident()),
                    runtime.traffic());
        }
    }

    @Test
    void defaultModelAnswersAboutAPictureAsOnTheProcessor() throws EngineException {
        assertEquals(answer(Device.CPU), answer(WEBGPU));
    }

    private String answer(Device device) throws EngineException {
        var assets = Golden.repository().resolve("assets");
        var model =
                new InstalledModel(
                        "nunchi-default",
                        assets.resolve("models/nunchi-default"),
                        Origin.BUNDLED,
                        0,
                        "");
        return answer(model, device, assets.resolve("samples/cat.jpg"));
    }

    @Test
    void modelAnswersWithItsOwnAdapterAsOnTheProcessor() throws Exception {
        var taught = TaughtModel.copy("llava_smollm", folder.resolve("taught"));
        var model = new InstalledModel("taught", taught.folder(), Origin.BUNDLED, 0, "");
        var picture = Golden.path("llava_smollm/images/gradient_97x61.png");
        assertEquals(answer(model, Device.CPU, picture), answer(model, WEBGPU, picture));
    }

    private String answer(InstalledModel model, Device device, Path picture)
            throws EngineException {
        var opening = OpenOptions.of(folder).withDevice(device);
        try (var assistant = Assistants.open(model, opening, Progress.NONE)) {
            var question = Turn.user("What is in this picture?", PictureReader.read(picture));
            var options = AnswerOptions.defaults().withMaxNewTokens(3);
            return assistant
                    .answer(List.of(question), options, new Silent(), CancelToken.none())
                    .text();
        }
    }

    private static final class Silent implements AnswerListener {
        @Override
        public void onText(String delta) {}

        @Override
        public void report(Stage stage, long done, long total) {}
    }
}
