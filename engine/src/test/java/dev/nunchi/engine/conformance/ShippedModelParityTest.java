package dev.nunchi.engine.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.train.GradientStep;
import dev.nunchi.engine.train.SeenPicture;
import dev.nunchi.engine.train.TrainableParts;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingExample;
import dev.nunchi.engine.train.TrainingExample.PlacedPicture;
import dev.nunchi.engine.train.TrainingPlan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The default model with its own adapter against what PyTorch makes of both, in float32.
///
/// Through the graphs that training runs, which take factors in float32 on float32 weights.
class ShippedModelParityTest {
    private static final Path MODEL = Golden.repository().resolve("assets/models/nunchi-default");
    private static final Path VALUES = Golden.repository().resolve("src/conformance/default-model");

    /// As for the bare weights.
    private static final float LOGIT_TOLERANCE = 5e-4f;

    private static final int PICTURES = 2;

    /// Stands at the positions of the picture.
    private static final int PLACEHOLDER = 0;

    @TempDir Path folder;

    @Test
    void answersAsTheReferenceDoes() throws EngineException {
        try (var recorded = SafetensorsFile.open(VALUES.resolve("expected.safetensors"));
                var expected = SafetensorsFile.open(VALUES.resolve("own.safetensors"));
                var checkpoint = Checkpoint.open(MODEL);
                var runtime = OrtRuntime.cpu()) {
            var adapter = own(checkpoint);
            var parts =
                    adapter.info()
                            .lora()
                            .map(TrainableParts::projectorAndLora)
                            .orElseGet(TrainableParts::projector);
            var plan = new TrainingPlan(Precision.FLOAT32, ActivationMemory.KEEP);
            try (var step = GradientStep.open(checkpoint, runtime, plan, parts, folder)) {
                set(step, adapter);
                for (int i = 0; i < PICTURES; i++) {
                    var ids = ids(expected, i, "input_ids");
                    var seen = tensor(recorded, "image", i, "vision_features").floats();
                    assertArrayEquals(
                            tensor(expected, "prompt", i, "last_logits").floats(),
                            logits(step, ids, seen),
                            LOGIT_TOLERANCE);
                    assertGreedy(step, ids, seen, ids(expected, i, "greedy_ids"));
                }
            }
        }
    }

    private Adapter own(Checkpoint checkpoint) throws EngineException {
        var hash = BaseHash.of(checkpoint, folder.resolve("cache"));
        var base = new BaseModel("default", hash, checkpoint.config());
        return OwnAdapter.read(MODEL, base).orElseThrow();
    }

    private static void set(GradientStep step, Adapter adapter) {
        var parameters = step.parameters();
        assertEquals(parameters.keySet(), adapter.tensors().keySet());
        adapter.tensors()
                .forEach((name, tensor) -> {
                    var values = tensor.toFloats();
                    parameters.get(name).write(0, values, 0, values.length);
                });
    }

    /// Each id of the reference's answer is the likeliest after those before it.
    private static void assertGreedy(GradientStep step, int[] prompt, float[] seen, int[] answer)
            throws EngineException {
        var ids = prompt;
        for (int next : answer) {
            assertEquals(next, likeliest(logits(step, ids, seen)));
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = next;
        }
    }

    private static int likeliest(float[] logits) {
        return new Sampler(SamplingOptions.greedy()).sample(logits, new int[0]);
    }

    private static float[] logits(GradientStep step, int[] ids, float[] seen)
            throws EngineException {
        var labels = new int[ids.length];
        Arrays.fill(labels, EncodedPrompt.IGNORED);
        labels[labels.length - 1] = 0;
        int rows = Math.toIntExact(Arrays.stream(ids).filter(id -> id == PLACEHOLDER).count());
        int start = 0;
        while (ids[start] != PLACEHOLDER) {
            start++;
        }
        var tensor = Tensor.ofFloats(Shape.of(rows, seen.length / rows), seen);
        var picture = new PlacedPicture(start, SeenPicture.whole(tensor));
        var example = new TrainingExample(ids.clone(), labels, List.of(picture));
        return step.lastLogits(new TrainingBatch(List.of(example)), 0);
    }

    private static ExpectedTensor tensor(SafetensorsFile file, String kind, int i, String name) {
        return new ExpectedTensor(file.tensors().get("%s.%d.%s".formatted(kind, i, name)));
    }

    private static int[] ids(SafetensorsFile file, int i, String name) {
        return Arrays.stream(tensor(file, "prompt", i, name).longs())
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
