package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

class AnsweringMemoryTest {
    private static final long KIB = 1024;

    /// 64 KiB of weights, 100 bytes a token of cache, 28 of reading.
    private static final AnsweringMemory MODEL =
            new AnsweringMemory(64 * KIB, 64 * KIB, 100, 28, 0);

    @Test
    void everyTokenOfTheContextCounts() {
        assertEquals(64 * KIB + 128 * 512, MODEL.bytes(512));
    }

    @Test
    void contextIsHalvedUntilItFits() {
        assertEquals(512, MODEL.contextWithin(128 * KIB, 4096, 256));
    }

    @Test
    void wholeContextStaysIfItFits() {
        assertEquals(4096, MODEL.contextWithin(1024 * KIB, 4096, 256));
    }

    @Test
    void nothingFitsWhereTheWeightsDoNot() {
        assertEquals(0, MODEL.contextWithin(64 * KIB, 4096, 256));
    }

    @Test
    void cacheHoldsTwoFloatsForEveryKeyDimensionOfEveryLayer() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("llava_qwen2/model"))) {
            var language = checkpoint.config().language();
            long keys = (long) language.numKvHeads() * language.headDim();
            assertEquals(
                    2 * Float.BYTES * keys * language.numLayers(),
                    AnsweringMemory.of(checkpoint).cachePerToken());
        }
    }

    @Test
    void packedWeightsTakeLess() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("llava15/model"))) {
            long asItIs = AnsweringMemory.of(checkpoint).weights();
            long packed = AnsweringMemory.of(checkpoint, _ -> TensorFormat.Q8_0).weights();
            assertTrue(packed < asItIs, () -> packed + " of " + asItIs);
        }
    }

    @Test
    void tableThatIsTheHeadIsHeldOnceMore() throws EngineException {
        try (var checkpoint =
                Checkpoint.open(Golden.repository().resolve("assets/models/nunchi-default"))) {
            assertTrue(checkpoint.config().language().tiedHead());
            long others =
                    checkpoint.tensors().values().stream()
                            .filter(tensor -> !tensor.name().endsWith("embed_tokens.weight"))
                            .mapToLong(tensor -> WeightMemory.bytes(tensor, tensor.format()))
                            .sum();
            assertTrue(AnsweringMemory.of(checkpoint).weights() > others);
        }
    }
}
