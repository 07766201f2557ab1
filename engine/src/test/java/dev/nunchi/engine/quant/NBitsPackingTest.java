package dev.nunchi.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

class NBitsPackingTest {
    /// `d · (q − z)` is one rounding away from the sum that ggml's formula makes.
    private static final float ROUNDING = 1e-6f;

    private static final int BLOCKS = 3;

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
    @EnumSource(NBitsPacking.class)
    void packedBlocksDecodeToTheStoredWeights(NBitsPacking packing) {
        var format = TensorFormat.valueOf(packing.name());
        var row = randomRow(format);
        var expected = new float[BLOCKS * NBitsPacking.BLOCK_SIZE];
        BlockCodec.decode(format, MemorySegment.ofArray(row), expected, 0, expected.length);

        assertArrayEquals(expected, unpack(packing, row), ROUNDING);
    }

    private static byte[] randomRow(TensorFormat format) {
        var random = new SplittableRandom(7);
        var row = new byte[BLOCKS * format.blockBytes()];
        random.nextBytes(row);
        var buffer = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
        for (int b = 0; b < BLOCKS; b++) {
            buffer.putShort(b * format.blockBytes(), Float.floatToFloat16(0.01f + 0.01f * b));
            if (format == TensorFormat.Q4_1) {
                buffer.putShort(b * format.blockBytes() + 2, Float.floatToFloat16(-0.05f * b));
            }
        }
        return row;
    }

    /// What the operator and the correction together make of the packed operands.
    private static float[] unpack(NBitsPacking packing, byte[] row) {
        var packed = new byte[BLOCKS * packing.packedBlockBytes()];
        var scales = new float[BLOCKS];
        var minima = new float[BLOCKS];
        var stored = MemorySegment.ofArray(row);
        packing.packBlocks(stored, packed);
        packing.readScales(stored, scales);
        if (packing.hasMinima()) {
            packing.readMinima(stored, minima);
        }
        var values = new float[BLOCKS * NBitsPacking.BLOCK_SIZE];
        for (int i = 0; i < values.length; i++) {
            int q =
                    packing.bits() == 8
                            ? Byte.toUnsignedInt(packed[i]) - 128
                            : (packed[i / 2] >>> (4 * (i % 2)) & 0xF) - 8;
            int block = i / NBitsPacking.BLOCK_SIZE;
            values[i] = scales[block] * q + minima[block];
        }
        return values;
    }

    private static byte[] first(byte[] bytes, int count) {
        return Arrays.copyOf(bytes, count);
    }
}
