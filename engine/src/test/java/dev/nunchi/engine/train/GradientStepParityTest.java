package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Losses and gradients against PyTorch's autograd, as recorded in the fixtures.
class GradientStepParityTest {
    /// From the fixtures' README.
    private static final double LOSS_TOLERANCE = 1e-4;

    private static final double GRADIENT_TOLERANCE = 1e-4;
    private static final double RELATIVE_TOLERANCE = 1e-3;

    private static final List<String> BATCHES = List.of("single", "batch", "plain");

    private static final TrainableParts PROJECTOR = TrainableParts.projector();

    /// As the fixtures' updates.
    private static final TrainableParts LORA =
            TrainableParts.projectorAndLora(LoraConfig.ofAll(4, 8));

    @TempDir Path folder;

    static Stream<Arguments> cases() {
        return Stream.of("llava15", "llava_smollm")
                .flatMap(model -> TrainingPlan.ALL.stream().map(plan -> Arguments.of(model, plan)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyPlanGivesTheReferencesGradients(String model, TrainingPlan plan)
            throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path(model + "/model"));
                var expected = expected(model);
                var runtime = OrtRuntime.cpu();
                var step = GradientStep.open(checkpoint, runtime, plan, PROJECTOR, folder)) {
            for (String name : BATCHES) {
                var golden = new GoldenBatch(checkpoint, expected, "train." + name);

                var result = step.run(golden.batch());

                assertEquals(golden.floats("loss")[0], result.loss(), LOSS_TOLERANCE, name);
                assertEquals(step.parameters().keySet(), result.gradients().keySet());
                for (var gradient : result.gradients().entrySet()) {
                    String key = Backward.gradientOf(gradient.getKey());
                    assertClose(golden.floats(key), gradient.getValue().toFloats(), name + key);
                }
            }
        }
    }

    static Stream<Arguments> loraCases() {
        return Stream.of("llava15", "llava_smollm", "text_only_llama")
                .flatMap(model -> TrainingPlan.ALL.stream().map(plan -> Arguments.of(model, plan)));
    }

    @ParameterizedTest
    @MethodSource("loraCases")
    void everyPlanGivesTheReferencesGradientsOfUpdates(String model, TrainingPlan plan)
            throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path(model + "/model"));
                var expected = expected(model);
                var runtime = OrtRuntime.cpu();
                var step = GradientStep.open(checkpoint, runtime, plan, LORA, folder)) {
            var golden = new GoldenBatch(checkpoint, expected, "train.batch");
            var values = new GoldenBatch(checkpoint, expected, "train.lora");
            step.parameters()
                    .forEach((name, parameter) -> {
                        if (name.contains("lora")) {
                            var factor = values.floats("param." + fixtureName(name));
                            parameter.write(0, factor, 0, factor.length);
                        }
                    });

            var result = step.run(golden.batch());

            assertEquals(values.floats("loss")[0], result.loss(), LOSS_TOLERANCE);
            assertEquals(result.loss(), step.evaluate(golden.batch()).loss(), LOSS_TOLERANCE);
            for (var gradient : result.gradients().entrySet()) {
                String key = Backward.gradientOf(fixtureName(gradient.getKey()));
                assertClose(values.floats(key), gradient.getValue().toFloats(), key);
            }
        }
    }

    /// Without the ends that the fixtures leave out.
    private static String fixtureName(String name) {
        return name.replaceAll("^model\\.|(?<=lora_[AB])\\.weight$", "");
    }

    @ParameterizedTest
    @MethodSource("plans")
    void modelWithoutProjectorHasALossOnly(TrainingPlan plan) throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("text_only_llama/model"));
                var expected = expected("text_only_llama");
                var runtime = OrtRuntime.cpu();
                var step = GradientStep.open(checkpoint, runtime, plan, PROJECTOR, folder)) {
            var golden = new GoldenBatch(checkpoint, expected, "train.batch");

            var result = step.run(golden.batch());

            assertEquals(golden.floats("loss")[0], result.loss(), LOSS_TOLERANCE);
            assertEquals(0, result.gradients().size());
        }
    }

    static List<TrainingPlan> plans() {
        return TrainingPlan.ALL;
    }

    private static SafetensorsFile expected(String model) throws EngineException {
        return SafetensorsFile.open(Golden.path(model + "/expected/expected.safetensors"));
    }

    private static void assertClose(float[] expected, float[] actual, String name) {
        assertEquals(expected.length, actual.length, name);
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        double limit = Math.max(GRADIENT_TOLERANCE, RELATIVE_TOLERANCE * largest);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], limit, name + "[" + i + "]");
        }
    }
}
