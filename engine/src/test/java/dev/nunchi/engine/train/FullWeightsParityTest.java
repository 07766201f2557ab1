package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Losses and gradients of all weights against PyTorch's autograd: `src/conformance/full-weights`.
class FullWeightsParityTest {
    private static final double LOSS_TOLERANCE = 1e-5;

    /// Relative to the largest entry of a gradient.
    private static final double GRADIENT_TOLERANCE = 1e-4;

    private static final TrainableParts ALL = TrainableParts.projectorAndLanguageModel();

    /// Where both samples of `llava_tied` have their picture.
    private static final int PICTURE_AT = 2;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llava_tied", "qwen2"})
    void everyWeightHasTheReferencesGradient(String model) throws EngineException {
        try (var checkpoint = checkpoint(model);
                var expected = expected(model);
                var runtime = OrtRuntime.cpu();
                var step = open(checkpoint, runtime, ActivationMemory.KEEP)) {
            // A step after another: gradients do not add up.
            step.run(batch(expected));

            var result = step.run(batch(expected));

            assertEquals(tensor(expected, "loss").floatAt(0), result.loss(), LOSS_TOLERANCE);
            assertEquals(gradientNames(expected), result.gradients().keySet());
            for (var gradient : result.gradients().entrySet()) {
                String key = Backward.gradientOf(gradient.getKey());
                assertClose(tensor(expected, key), gradient.getValue(), key);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ActivationMemory.class)
    void changedParameterChangesTheNextStep(ActivationMemory memory) throws EngineException {
        try (var checkpoint = checkpoint("llava_tied");
                var expected = expected("llava_tied");
                var runtime = OrtRuntime.cpu();
                var step = open(checkpoint, runtime, memory)) {
            var batch = batch(expected);
            var result = step.run(batch);

            step.parameters()
                    .forEach((name, value) -> descend(value, result.gradients().get(name)));

            double after = step.evaluate(batch).loss();
            assertTrue(after < result.loss(), after + " < " + result.loss());
        }
    }

    @Test
    void weightsInBlocksAreRefused() throws EngineException {
        var plan = new TrainingPlan(Precision.STORED, ActivationMemory.KEEP);
        try (var checkpoint = checkpoint("qwen2");
                var runtime = OrtRuntime.cpu()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> GradientStep.open(checkpoint, runtime, plan, ALL, folder));
        }
    }

    private GradientStep open(Checkpoint checkpoint, OrtRuntime runtime, ActivationMemory memory)
            throws EngineException {
        var plan = new TrainingPlan(Precision.FLOAT32, memory);
        return GradientStep.open(checkpoint, runtime, plan, ALL, folder);
    }

    private static void descend(Tensor value, Tensor gradient) {
        var values = value.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] -= 1e-3f * gradient.floatAt(i);
        }
        value.write(0, values, 0, values.length);
    }

    private static Checkpoint checkpoint(String model) throws EngineException {
        return Checkpoint.open(home(model).resolve("model"));
    }

    private static SafetensorsFile expected(String model) throws EngineException {
        return SafetensorsFile.open(home(model).resolve("expected.safetensors"));
    }

    private static Path home(String model) {
        return Golden.repository().resolve("src/conformance/full-weights").resolve(model);
    }

    private static Tensor tensor(SafetensorsFile file, String key) {
        return Optional.ofNullable(file.tensors().get(key)).orElseThrow().view();
    }

    private static Set<String> gradientNames(SafetensorsFile expected) {
        return expected.tensors().keySet().stream()
                .filter(name -> name.startsWith("grad."))
                .map(name -> name.substring("grad.".length()))
                .collect(Collectors.toSet());
    }

    private static TrainingBatch batch(SafetensorsFile expected) {
        var ids = tensor(expected, "input_ids");
        int padded = (int) ids.shape().dim(1);
        var examples = new ArrayList<TrainingExample>();
        for (int b = 0; b < ids.shape().dim(0); b++) {
            int length = Arrays.stream(row(expected, "attention_mask", b, padded)).sum();
            examples.add(
                    new TrainingExample(
                            row(expected, "input_ids", b, length),
                            row(expected, "labels", b, length),
                            pictures(expected, b)));
        }
        return new TrainingBatch(examples);
    }

    private static int[] row(SafetensorsFile expected, String key, int index, int length) {
        var all = tensor(expected, key);
        var row = new int[length];
        for (int t = 0; t < length; t++) {
            row[t] = Math.toIntExact(all.longAt(index * all.shape().dim(1) + t));
        }
        return row;
    }

    private static List<TrainingExample.PlacedPicture> pictures(
            SafetensorsFile expected, int index) {
        if (!expected.tensors().containsKey("rows")) {
            return List.of();
        }
        var all = tensor(expected, "rows");
        long count = all.shape().dim(1);
        long width = all.shape().dim(2);
        var values = new float[(int) (count * width)];
        all.read(index * count * width, values, 0, values.length);
        var rows = Tensor.ofFloats(Shape.of(count, width), values);
        return List.of(new TrainingExample.PlacedPicture(PICTURE_AT, SeenPicture.whole(rows)));
    }

    private static void assertClose(Tensor expected, Tensor actual, String name) {
        assertEquals(expected.shape(), actual.shape(), name);
        double largest = 0;
        for (float value : expected.toFloats()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.shape().count(); i++) {
            double limit = GRADIENT_TOLERANCE * largest;
            assertEquals(expected.floatAt(i), actual.floatAt(i), limit, name + "[" + i + "]");
        }
    }
}
