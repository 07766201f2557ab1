package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightMemoryTest {
    /// The table of `docs/quantisation.md`.
    @ParameterizedTest
    @CsvSource({
        "Q4_0, 5",
        "Q4_1, 5.4453125",
        "Q5_0, 9",
        "Q5_1, 9.5390625",
        "Q8_0, 9",
        "Q2_K, 7.03125",
        "Q3_K, 6",
        "Q4_K, 5.4453125",
        "Q5_K, 9.5390625",
        "Q6_K, 8.25",
        "IQ4_NL, 9",
        "IQ4_XS, 9",
        "F16, 32"
    })
    void bitsAreThoseThatAFormatRunsIn(TensorFormat format, double bits) throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("text_only_llama/model"))) {
            var matrix = checkpoint.tensor("model.layers.0.mlp.up_proj.weight");
            long count = matrix.shape().count();
            assertEquals((long) (count * bits / Byte.SIZE), WeightMemory.bytes(matrix, format));
        }
    }
}
