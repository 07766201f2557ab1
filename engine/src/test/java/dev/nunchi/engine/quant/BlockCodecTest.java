package dev.nunchi.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

class BlockCodecTest {
    private static final long SEED = 7;
    private static final int BLOCK = 32;

    @Test
    void f32ElementsComeBackUnchanged() {
        assertArrayEquals(
                new float[] {1f, -2.5f},
                decode(TensorFormat.F32, 2, 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0));
    }

    @Test
    void f16ElementsAreWidened() {
        assertArrayEquals(
                new float[] {1f, -2f, 0x1p-24f},
                decode(TensorFormat.F16, 3, 0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00));
    }

    @Test
    void bf16ElementsAreTheUpperHalfOfFloats() {
        assertArrayEquals(
                new float[] {1f, -2.5f}, decode(TensorFormat.BF16, 2, 0x80, 0x3f, 0x20, 0xc0));
    }

    @Test
    void q40BlockDecodesToScaleTimesNibbleMinusEight() {
        var block = new int[18];
        block[1] = 0x38; // scale 0.5
        block[2] = 0xf0; // element 0: nibble 0, element 16: nibble 15
        block[17] = 0x9a; // element 15: nibble 10, element 31: nibble 9
        var expected = filled(-4f);
        expected[16] = 3.5f;
        expected[15] = 1f;
        expected[31] = 0.5f;

        assertArrayEquals(expected, decode(TensorFormat.Q4_0, BLOCK, block));
    }

    @Test
    void q41BlockDecodesToScaleTimesNibblePlusMinimum() {
        var block = new int[20];
        block[1] = 0x38; // scale 0.5
        block[3] = 0xbc; // minimum -1
        block[4] = 0x21; // element 0: nibble 1, element 16: nibble 2
        block[19] = 0xf0; // element 31: nibble 15
        var expected = filled(-1f);
        expected[0] = -0.5f;
        expected[16] = 0f;
        expected[31] = 6.5f;

        assertArrayEquals(expected, decode(TensorFormat.Q4_1, BLOCK, block));
    }

    @Test
    void q80BlockDecodesToScaleTimesSignedByte() {
        var block = new int[34];
        block[1] = 0x34; // scale 0.25
        block[2] = 4;
        block[33] = 0x80; // -128
        var expected = filled(0f);
        expected[0] = 1f;
        expected[31] = -32f;

        assertArrayEquals(expected, decode(TensorFormat.Q8_0, BLOCK, block));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void encodedValuesComeBackWithinOneStep(TensorFormat format) {
        var random = new Random(SEED);
        var values = new float[4 * BLOCK];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        // Largest step for values in [-1, 1]: bf16 keeps 8 bits, Q4_0 has 16 levels that reach
        // one side further than the other.
        float step =
                switch (format) {
                    case F32 -> 0f;
                    case F16 -> 0x1p-11f;
                    case BF16 -> 0x1p-7f;
                    case Q8_0 -> 1 / 127f;
                    default -> 1 / 7f;
                };
        var decoded = new float[values.length];

        BlockCodec.decode(format, BlockEncoder.encode(format, values), decoded, 0, decoded.length);

        for (int i = 0; i < values.length; i++) {
            float error = Math.abs(values[i] - decoded[i]);
            int at = i;
            assertTrue(error <= step, () -> "element %d, seed %d: %s".formatted(at, SEED, error));
        }
    }

    @Test
    void decodingStartsAtTheOffset() {
        var into = new float[] {9, 9, 9, 9};

        BlockCodec.decode(TensorFormat.F32, MemorySegment.ofArray(new float[] {1, 2}), into, 1, 2);

        assertArrayEquals(new float[] {9, 1, 2, 9}, into);
    }

    @Test
    void tooFewBytesAreRefused() {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> decode(TensorFormat.Q8_0, BLOCK, new int[33]));
        assertEquals("32 elements of Q8_0 need 34 bytes, found 33", e.getMessage());
    }

    @Test
    void partOfABlockIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> decode(TensorFormat.Q4_0, 31, new int[18]));
    }

    @Test
    void integersAreNotDecodedToFloats() {
        assertThrows(IllegalArgumentException.class, () -> decode(TensorFormat.I64, 1, new int[8]));
    }

    private static float[] decode(TensorFormat format, int count, int... bytes) {
        var stored = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            stored[i] = (byte) bytes[i];
        }
        var values = new float[count];
        BlockCodec.decode(format, MemorySegment.ofArray(stored), values, 0, count);
        return values;
    }

    private static float[] filled(float value) {
        var values = new float[BLOCK];
        Arrays.fill(values, value);
        return values;
    }
}
