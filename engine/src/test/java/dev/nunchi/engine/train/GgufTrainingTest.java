package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A GGUF pair of many block formats trains on its stored weights as on the decoded ones.
class GgufTrainingTest {
    private static final long SEED = 5;
    private static final int IMAGE_TOKEN = 2000;

    /// Stored and decoded weights are the same numbers; only the order of sums may differ.
    private static final float TOLERANCE = 1e-5f;

    @TempDir Path folder;

    @Test
    void storedBlocksGiveTheGradientsOfTheDecodedWeights() throws EngineException {
        var decoded =
                TrainingPlan.ALL.stream()
                        .filter(plan -> plan.weights() == Precision.FLOAT32)
                        .findFirst()
                        .orElseThrow();
        var reference = run(decoded);
        for (var plan : TrainingPlan.ALL) {
            assertSame(reference, run(plan), plan.toString());
        }
    }

    /// A step's result that outlives the step.
    private record Learnt(double loss, Map<String, float[]> gradients) {
        static Learnt of(GradientStep.Result result) {
            var gradients = new LinkedHashMap<String, float[]>();
            result.gradients().forEach((name, tensor) -> gradients.put(name, tensor.toFloats()));
            return new Learnt(result.loss(), gradients);
        }
    }

    private static void assertSame(Learnt expected, Learnt actual, String plan) {
        assertEquals(expected.loss(), actual.loss(), TOLERANCE, plan);
        assertTrue(expected.gradients().size() > 4, plan);
        for (var gradient : expected.gradients().entrySet()) {
            assertArrayEquals(
                    gradient.getValue(),
                    actual.gradients().get(gradient.getKey()),
                    TOLERANCE,
                    plan + gradient.getKey());
        }
    }

    private Learnt run(TrainingPlan plan) throws EngineException {
        var parts = TrainableParts.projectorAndLora(LoraConfig.ofAll(2, 4));
        try (var checkpoint = Checkpoint.open(Golden.path("gguf_llava15/model.gguf"));
                var runtime = OrtRuntime.cpu();
                var step = GradientStep.open(checkpoint, runtime, plan, parts, folder)) {
            var random = new Random(SEED);
            for (var parameter : step.parameters().entrySet()) {
                if (parameter.getKey().contains("lora")) {
                    int count = (int) parameter.getValue().shape().count();
                    parameter.getValue().write(0, gaussian(random, count, 0.02f), 0, count);
                }
            }
            return Learnt.of(step.run(new TrainingBatch(List.of(example(random)))));
        }
    }

    private static TrainingExample example(Random random) throws EngineException {
        var path = Golden.path("gguf_llava15/expected/expected.safetensors");
        try (var expected = SafetensorsFile.open(path)) {
            var stored = expected.tensors().get("prompt.image0.input_ids").view().toLongs();
            var ids = Arrays.stream(stored).mapToInt(Math::toIntExact).toArray();
            var labels = ids.clone();
            int start = 0;
            while (ids[start] != IMAGE_TOKEN) {
                start++;
            }
            Arrays.fill(labels, 0, start + 16, -100);
            var rows = Tensor.ofFloats(Shape.of(16, 48), gaussian(random, 16 * 48, 1));
            return new TrainingExample(
                    ids,
                    labels,
                    List.of(new TrainingExample.PlacedPicture(start, SeenPicture.whole(rows))));
        }
    }

    private static float[] gaussian(Random random, int count, float deviation) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
