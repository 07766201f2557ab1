package dev.nunchi.engine.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.Random;

class MinimaColumnsTest {
    private static final long SEED = 5;

    @ParameterizedTest
    @CsvSource({
        "Q4_1, 2048",
        "Q4_1, 5632",
        "Q4_1, 576",
        "Q4_1, 64",
        "Q4_1, 32",
        "Q5_1, 576",
        "Q4_K, 2048",
        "Q5_K, 512",
        "Q2_K, 768"
    })
    void rowGivesTheStoredWeightsToAFractionOfAStep(NBitsPacking packing, int inputs) {
        var format = TensorFormat.valueOf(packing.name());
        var stored = RandomBlocks.of(format, inputs, new Random(SEED));
        var expected = new float[inputs];
        BlockCodec.decode(format, stored, expected, 0, inputs);
        var row = new Unpacked(packing, inputs, stored);

        for (int k = 0; k < inputs; k++) {
            float error = Math.abs(expected[k] - row.weight(k));
            int at = k;
            assertTrue(
                    error <= row.tolerance(k / packing.blockSize()),
                    () ->
                            "weight %d of %s: off by %g, seed %d"
                                    .formatted(at, packing, error, SEED));
        }
    }

    @Test
    void sumsFollowTwiceInFourBitsAndOnceInEight() {
        assertEquals(2, new MinimaColumns(NBitsPacking.Q4_1, 2048).copies());
        assertEquals(1, new MinimaColumns(NBitsPacking.Q5_1, 2048).copies());
    }

    @Test
    void secondColumnsOfANarrowRowBeginAtABlockOfTheirOwn() {
        // 18 sums: columns 0..17 and 32..49 of 54.
        var columns = new MinimaColumns(NBitsPacking.Q4_1, 576);

        assertEquals(3, columns.copies());
        assertEquals(630, columns.width());
        assertEquals(20, columns.blocks());
        assertEquals(10, columns.zeroPointBytes());
    }

    /// What the operator makes of a packed row.
    private static final class Unpacked {
        private final NBitsPacking packing;
        private final MinimaColumns columns;
        private final MinimaColumns.Row row;
        private final byte[] codes;
        private final int groups;

        Unpacked(NBitsPacking packing, int inputs, MemorySegment stored) {
            this.packing = packing;
            this.columns = new MinimaColumns(packing, inputs);
            this.row = columns.newRow();
            this.groups = inputs / packing.blockSize();
            this.codes = new byte[groups * packing.packedBlockBytes()];
            columns.read(stored, row);
            packing.packBlocks(stored, codes);
        }

        /// Of an input and its block's sum.
        float weight(int k) {
            float weight = product(codes, k, k / packing.blockSize());
            for (int c = k / packing.blockSize();
                    c < columns.width() - groups * size();
                    c += groups) {
                weight += product(row.codes(), c, groups + c / size());
            }
            return weight;
        }

        /// Half a step of the column that rounds the group's minimum last.
        float tolerance(int group) {
            float step = 0;
            for (int c = 0; c < groups; c++) {
                step = Math.max(step, row.scales()[groups + c / size()]);
            }
            return hasSecond(group) ? 0.51f * step / 15 : 0.51f * step;
        }

        private boolean hasSecond(int group) {
            int shared = groups < size() ? 0 : Math.floorMod(-groups, size());
            return packing.bits() == 4 && group >= shared;
        }

        private int size() {
            return packing.blockSize();
        }

        private float product(byte[] packed, int at, int block) {
            return row.scales()[block] * (bits(packed, at) - bits(row.zeroPoints(), block));
        }

        private int bits(byte[] packed, int at) {
            int bit = at * packing.bits();
            return (packed[bit / 8] >> (bit % 8)) & ((1 << packing.bits()) - 1);
        }
    }
}
