package dev.nunchi.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

class NBitsPackingTest {
    /// `d · (q − z)` is one rounding away from the sum that ggml's formula makes.
    private static final float ROUNDING = 1e-6f;

    private static final int BLOCKS = 3;
    private static final long SEED = 7;

    @Test
    void ggmlHalvesBecomeNeighbours() {
        var block = new byte[TensorFormat.Q4_0.blockBytes()];
        block[2] = (byte) 0xA1; // element 0 is 1, element 16 is 10
        block[3] = (byte) 0xB2; // element 1 is 2, element 17 is 11
        var packed = new byte[16];

        NBitsPacking.Q4_0.packBlocks(MemorySegment.ofArray(block), packed);

        assertEquals((byte) 0x21, packed[0]);
        assertEquals((byte) 0xBA, packed[8]);
    }

    @Test
    void signedBytesBecomeUnsignedAroundTheZeroPoint() {
        var block = new byte[TensorFormat.Q8_0.blockBytes()];
        block[2] = -128;
        block[3] = 127;
        var packed = new byte[32];

        NBitsPacking.Q8_0.packBlocks(MemorySegment.ofArray(block), packed);

        assertArrayEquals(new byte[] {0, (byte) 255, (byte) 128}, first(packed, 3));
    }

    @Test
    void plainFormatsHaveNoPacking() {
        assertEquals(Optional.empty(), NBitsPacking.of(TensorFormat.F16));
    }

    @ParameterizedTest
    @EnumSource(names = "Q.*|IQ.*", mode = EnumSource.Mode.MATCH_ANY)
    void packedBlocksDecodeToTheStoredWeights(TensorFormat format) {
        int count = BLOCKS * format.blockSize();
        var row = RandomBlocks.of(format, count, new Random(SEED));
        var expected = new float[count];
        BlockCodec.decode(format, row, expected, 0, count);

        var packing = NBitsPacking.of(format).orElseThrow();
        assertArrayEquals(expected, unpack(packing, row, count), ROUNDING, "seed " + SEED);
    }

    /// What the operator and the correction together make of the packed operands.
    private static float[] unpack(NBitsPacking packing, MemorySegment row, int count) {
        int groups = count / packing.blockSize();
        var packed = new byte[groups * packing.packedBlockBytes()];
        var scales = new float[groups];
        var minima = new float[groups];
        packing.packBlocks(row, packed);
        packing.readScales(row, scales);
        if (packing.hasMinima()) {
            packing.readMinima(row, minima);
        }
        var values = new float[count];
        for (int i = 0; i < values.length; i++) {
            int q =
                    packing.bits() == 8
                            ? Byte.toUnsignedInt(packed[i]) - 128
                            : (packed[i / 2] >>> (4 * (i % 2)) & 0xF) - 8;
            int group = i / packing.blockSize();
            values[i] = scales[group] * q + minima[group];
        }
        return values;
    }

    private static byte[] first(byte[] bytes, int count) {
        return Arrays.copyOf(bytes, count);
    }
}
