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
    private static final int SUPER_BLOCK = 256;

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

    /// Scale 0.5; elements 0 and 31 have their fifth bit.
    @Test
    void q50BlockHasFifthBitsApart() {
        var block = new int[22];
        block[1] = 0x38;
        block[2] = 0x01;
        block[5] = 0x80;
        block[6] = 0x21; // element 0: nibble 1, element 16: nibble 2
        block[21] = 0xf0; // element 31: nibble 15
        var expected = filled(-8f);
        expected[0] = 0.5f;
        expected[16] = -7f;
        expected[31] = 7.5f;

        assertArrayEquals(expected, decode(TensorFormat.Q5_0, BLOCK, block));
    }

    /// As for Q5_0, with minimum -1.
    @Test
    void q51BlockHasFifthBitsAndMinimum() {
        var block = new int[24];
        block[1] = 0x38;
        block[3] = 0xbc;
        block[4] = 0x01;
        block[7] = 0x80;
        block[8] = 0x21;
        block[23] = 0xf0;
        var expected = filled(-1f);
        expected[0] = 7.5f;
        expected[16] = 0f;
        expected[31] = 14.5f;

        assertArrayEquals(expected, decode(TensorFormat.Q5_1, BLOCK, block));
    }

    @Test
    void iq4NlBlockCountsInItsTable() {
        var block = new int[18];
        block[1] = 0x38; // scale 0.5
        block[2] = 0xf0; // element 0: the first value, element 16: the last
        block[17] = 0x98; // element 15: the ninth, element 31: the tenth
        var expected = filled(-63.5f);
        expected[16] = 56.5f;
        expected[15] = 0.5f;
        expected[31] = 6.5f;

        assertArrayEquals(expected, decode(TensorFormat.IQ4_NL, BLOCK, block));
    }

    /// Scale 0.5 of scales, 0.25 of minima; groups of 16.
    @Test
    void q2KBlockHasNibblesOfScaleAndMinimum() {
        var block = new int[84];
        block[81] = 0x38;
        block[83] = 0x34;
        block[0] = 0x43; // group 0: scale 3, minimum 4
        block[2] = 0x01; // group 2: scale 1
        block[15] = 0x21; // group 15: scale 1, minimum 2
        block[16] = 0xe4; // elements 0, 32, 64, 96: 0, 1, 2, 3
        block[79] = 0xc0; // element 255: 3
        var expected = filled(SUPER_BLOCK, 0f);
        Arrays.fill(expected, 0, 16, -1f);
        expected[32] = 0.5f;
        Arrays.fill(expected, 240, 255, -0.5f);
        expected[255] = 1f;

        assertArrayEquals(expected, decode(TensorFormat.Q2_K, SUPER_BLOCK, block));
    }

    /// Scale 0.5; groups left at scale 0 count as -32, codes without their third bit as -4.
    @Test
    void q3KBlockHasThirdBitsAndScalesOfSixBits() {
        var block = new int[110];
        block[109] = 0x38;
        block[96] = 0x01; // group 0: 1 + 16 · 2
        block[104] = 0x02;
        block[103] = 0x20; // group 15: 2 + 16 · 2
        block[107] = 0x80;
        block[0] = 0x01; // element 0 has its third bit
        block[32] = 0x03;
        block[31] = 0x80; // element 255, too
        block[95] = 0x40;
        var expected = filled(SUPER_BLOCK, 64f);
        Arrays.fill(expected, 0, 16, -2f);
        expected[0] = 1.5f;
        Arrays.fill(expected, 240, 255, -4f);
        expected[255] = 1f;

        assertArrayEquals(expected, decode(TensorFormat.Q3_K, SUPER_BLOCK, block));
    }

    @Test
    void q4KBlockHasScalesAndMinimaOfSixBits() {
        var block = new int[144];
        putScalesAndMinima(block);
        block[16] = 0x05; // element 0
        block[143] = 0xf0; // element 255
        var expected = scaledAndShifted();
        expected[0] = 6.5f;
        expected[255] = 119f;

        assertArrayEquals(expected, decode(TensorFormat.Q4_K, SUPER_BLOCK, block));
    }

    @Test
    void q5KBlockHasFifthBitsBesides() {
        var block = new int[176];
        putScalesAndMinima(block);
        block[16] = 0x01; // fifth bit of element 0
        block[47] = 0x80; // fifth bit of element 255
        block[48] = 0x05;
        block[175] = 0xf0;
        var expected = scaledAndShifted();
        expected[0] = 30.5f;
        expected[255] = 255f;

        assertArrayEquals(expected, decode(TensorFormat.Q5_K, SUPER_BLOCK, block));
    }

    /// Scale 0.5, 0.25 for minima; group 0: scale 3, minimum 4; group 7: 1 + 16 and 2 + 32.
    private static void putScalesAndMinima(int[] block) {
        block[1] = 0x38;
        block[3] = 0x34;
        block[4] = 3;
        block[8] = 4;
        block[15] = 0x21;
        block[7] = 0x40;
        block[11] = 0x80;
    }

    private static float[] scaledAndShifted() {
        var expected = filled(SUPER_BLOCK, 0f);
        Arrays.fill(expected, 0, 32, -1f);
        Arrays.fill(expected, 224, 256, -8.5f);
        return expected;
    }

    @Test
    void q6KBlockHasUpperBitsAndSignedScales() {
        var block = new int[210];
        block[209] = 0x38; // scale 0.5
        block[192] = 2; // group 0
        block[207] = 0xff; // group 15: -1
        block[0] = 0x05; // element 0: 5 + 16 · 2
        block[128] = 0x02;
        block[127] = 0xf0; // element 255: 15 + 16 · 3
        block[191] = 0xc0;
        var expected = filled(SUPER_BLOCK, -0f);
        Arrays.fill(expected, 0, 16, -32f);
        expected[0] = 5f;
        Arrays.fill(expected, 240, 255, 16f);
        expected[255] = -15.5f;

        assertArrayEquals(expected, decode(TensorFormat.Q6_K, SUPER_BLOCK, block));
    }

    /// Scale 0.5; groups left at scale 0 count as -32.
    @Test
    void iq4XsBlockHasScalesOfSixBits() {
        var block = new int[136];
        block[1] = 0x38;
        block[2] = 0x02; // group 0: 1 + 16 · 2
        block[4] = 0x01;
        block[3] = 0x80; // group 7: 2 + 16 · 2
        block[7] = 0x20;
        block[8] = 0x08; // element 0: the ninth value
        block[135] = 0x90; // element 255: the tenth
        var expected = filled(SUPER_BLOCK, 2032f);
        Arrays.fill(expected, 0, 32, -63.5f);
        expected[0] = 0.5f;
        Arrays.fill(expected, 224, 255, -127f);
        expected[255] = 13f;

        assertArrayEquals(expected, decode(TensorFormat.IQ4_XS, SUPER_BLOCK, block));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"})
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
                    case Q5_0 -> 1 / 15f;
                    case Q5_1 -> 1 / 31f;
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
        return filled(BLOCK, value);
    }

    private static float[] filled(int count, float value) {
        var values = new float[count];
        Arrays.fill(values, value);
        return values;
    }
}
