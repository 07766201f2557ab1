package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Training of the forms of decoder that no reference has gradients for: the loss is that of the
/// recorded logits, and the gradients say how it changes.
class DecoderFormTest {
    private static final double LOSS_TOLERANCE = 1e-4;

    /// Of the loss' change along the gradient; the rest is curvature and rounding.
    private static final double SLOPE_TOLERANCE = 0.02;

    private static final double STEP = 2e-3;

    @TempDir private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gemma",
                "stablelm",
                "phi3_long",
                "mistral_window",
                "qwen2_window_yarn",
                "llama_linear_biases"
            })
    void lossAndGradientsAreRight(String name) throws EngineException {
        var folder = Golden.repository().resolve("src/conformance/variants").resolve(name);
        var plan = new TrainingPlan(Precision.FLOAT32, ActivationMemory.KEEP);
        try (var expected = SafetensorsFile.open(folder.resolve("expected/expected.safetensors"));
                var checkpoint = Checkpoint.open(folder.resolve("model"));
                var runtime = OrtRuntime.cpu();
                var step =
                        GradientStep.open(
                                checkpoint,
                                runtime,
                                plan,
                                TrainableParts.projectorAndLanguageModel(),
                                scratch)) {
            var ids = ids(expected.tensors().get("prompt.text_only.input_ids").view());
            var logits = expected.tensors().get("prompt.text_only.logits").toFloats();
            var batch =
                    new TrainingBatch(List.of(new TrainingExample(ids, ids.clone(), List.of())));

            var result = step.run(batch);

            assertEquals(loss(logits, ids), result.loss(), LOSS_TOLERANCE);
            double length = norm(result.gradients());
            double change = changed(step, batch, result.gradients(), STEP / length);
            assertEquals(1, change / (2 * STEP * length), SLOPE_TOLERANCE);
        }
    }

    private static int[] ids(Tensor tensor) {
        return IntStream.range(0, Math.toIntExact(tensor.shape().count()))
                .map(i -> Math.toIntExact(tensor.longAt(i)))
                .toArray();
    }

    private static double loss(float[] logits, int[] ids) {
        int width = logits.length / ids.length;
        double sum = 0;
        for (int t = 0; t + 1 < ids.length; t++) {
            double total = 0;
            for (int i = 0; i < width; i++) {
                total += Math.exp(logits[t * width + i]);
            }
            sum += Math.log(total) - logits[t * width + ids[t + 1]];
        }
        return sum / (ids.length - 1);
    }

    private static double norm(Map<String, Tensor> gradients) {
        double sum = 0;
        for (var gradient : gradients.values()) {
            for (float value : gradient.toFloats()) {
                sum += (double) value * value;
            }
        }
        return Math.sqrt(sum);
    }

    /// The loss a step up the gradient less that a step down.
    private static double changed(
            GradientStep step, TrainingBatch batch, Map<String, Tensor> gradients, double factor)
            throws EngineException {
        move(step, gradients, factor);
        double up = step.evaluate(batch).loss();
        move(step, gradients, -2 * factor);
        return up - step.evaluate(batch).loss();
    }

    private static void move(GradientStep step, Map<String, Tensor> gradients, double factor) {
        gradients.forEach((name, gradient) -> {
            var parameter = step.parameters().get(name);
            var values = parameter.toFloats();
            var slopes = gradient.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (factor * slopes[i]);
            }
            parameter.write(0, values, 0, values.length);
        });
    }
}
