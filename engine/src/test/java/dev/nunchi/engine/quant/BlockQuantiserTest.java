package dev.nunchi.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

class BlockQuantiserTest {
    private static final int COUNT = 32 * 1000;
    private static final long SEED = 7;

    /// What the sum of squared errors over 1,000 blocks may differ by: float32 sums of 32.
    private static final double SUM_TOLERANCE = 1e-5;

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_1", "Q8_0"})
    void reportedErrorIsThatOfTheDecodedValues(TensorFormat format) {
        var values = gaussian(SEED);
        for (var rounding : Rounding.values()) {
            var quantiser = new BlockQuantiser(format, rounding);
            var decoded = roundTrip(quantiser, format, values);
            double expected = squaredError(values, decoded);
            assertEquals(expected, quantiser.squaredError(), expected * SUM_TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_1", "Q8_0"})
    void decodedBlocksComeBackUnchanged(TensorFormat format) {
        var values = gaussian(SEED);
        var once = roundTrip(new BlockQuantiser(format, Rounding.NEAREST), format, values);
        for (var rounding : Rounding.values()) {
            assertArrayEquals(once, roundTrip(new BlockQuantiser(format, rounding), format, once));
        }
    }

    @Test
    void nearestErrorIsAtMostHalfAStep() {
        var values = gaussian(SEED);
        var decoded =
                roundTrip(
                        new BlockQuantiser(TensorFormat.Q4_1, Rounding.NEAREST),
                        TensorFormat.Q4_1,
                        values);
        for (int block = 0; block < COUNT; block += 32) {
            var part = Arrays.copyOfRange(values, block, block + 32);
            float step = (max(part) - min(part)) / 15;
            for (int i = 0; i < 32; i++) {
                // float16 has 11 bits: both ends of the range may move by a two-thousandth.
                assertEquals(part[i], decoded[block + i], step * 0.51f + 1e-3f);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_1", "Q8_0"})
    void searchIsNeverWorseInAnyBlock(TensorFormat format) {
        var values = gaussian(SEED);
        var nearest = roundTrip(new BlockQuantiser(format, Rounding.NEAREST), format, values);
        var searched = roundTrip(new BlockQuantiser(format, Rounding.SEARCH), format, values);
        for (int block = 0; block < COUNT; block += 32) {
            double worst = weightedError(values, nearest, block);
            assertTrue(weightedError(values, searched, block) <= worst * (1 + SUM_TOLERANCE));
        }
    }

    @Test
    void searchTakesErrorAway() {
        var values = gaussian(SEED);
        assertTrue(
                error(TensorFormat.Q4_1, Rounding.SEARCH, values)
                        < 0.9 * error(TensorFormat.Q4_1, Rounding.NEAREST, values));
        assertTrue(
                error(TensorFormat.Q4_0, Rounding.SEARCH, values)
                        < 0.95 * error(TensorFormat.Q4_0, Rounding.NEAREST, values));
    }

    /// Inputs of which neighbours mostly agree: an error is made up for by the next element.
    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_1"})
    void knownInputsTakeHalfOfTheProductsError(TensorFormat format) {
        int width = 64;
        var rows = gaussian(SEED);
        var inputs = alikeInputs(width);
        var blind = roundTrip(new BlockQuantiser(format, Rounding.SEARCH), format, rows);
        var quantiser =
                new BlockQuantiser(format, Rounding.SEARCH, InputMoments.of(moments(inputs)));
        var known = roundTrip(quantiser, format, rows);
        double before = productError(rows, blind, inputs);
        double after = productError(rows, known, inputs);
        assertTrue(after < before / 2, () -> "seed %d: %f of %f".formatted(SEED, after, before));
    }

    /// Independent inputs of one size: nothing can be made up for, and all errors weigh the same.
    @Test
    void inputsWithoutTiesLeaveElementsAlone() {
        var values = gaussian(SEED);
        var moments = new float[2 * 32 * 32];
        for (int i = 0; i < 64; i++) {
            moments[i / 32 * 1024 + i % 32 * 33] = 1;
        }
        var inputs = InputMoments.of(moments);
        var packed =
                roundTrip(
                        new BlockQuantiser(TensorFormat.Q4_0, Rounding.SEARCH, inputs),
                        TensorFormat.Q4_0,
                        values);
        double nearest = error(TensorFormat.Q4_0, Rounding.NEAREST, values);
        assertTrue(squares(values, packed) < nearest, "least squares of the elements");
    }

    private static double squares(float[] values, float[] others) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.pow(values[i] - others[i], 2);
        }
        return sum;
    }

    /// Runs of 8 equal inputs with some noise.
    private static float[][] alikeInputs(int width) {
        var random = new Random(SEED);
        var inputs = new float[200][width];
        for (var input : inputs) {
            for (int k = 0; k < width; k++) {
                float common = k % 8 == 0 ? (float) random.nextGaussian() : input[k - k % 8];
                input[k] = common + 0.2f * (float) random.nextGaussian();
            }
        }
        return inputs;
    }

    private static float[] moments(float[][] inputs) {
        int width = inputs[0].length;
        var moments = new float[width * 32];
        for (var input : inputs) {
            for (int k = 0; k < width; k++) {
                for (int i = 0; i < 32; i++) {
                    moments[k * 32 + i] += input[k] * input[k / 32 * 32 + i];
                }
            }
        }
        return moments;
    }

    private static double productError(float[] rows, float[] packed, float[][] inputs) {
        double sum = 0;
        for (var input : inputs) {
            for (int row = 0; row < rows.length; row += input.length) {
                double difference = 0;
                for (int k = 0; k < input.length; k++) {
                    difference += (packed[row + k] - rows[row + k]) * (double) input[k];
                }
                sum += difference * difference;
            }
        }
        return sum;
    }

    @Test
    void constantBlocksAreExact() {
        for (float value : new float[] {0, 0.25f, -0.25f}) {
            var values = new float[64];
            Arrays.fill(values, value);
            for (var format : new TensorFormat[] {TensorFormat.Q4_0, TensorFormat.Q4_1}) {
                for (var rounding : Rounding.values()) {
                    assertArrayEquals(
                            values,
                            roundTrip(new BlockQuantiser(format, rounding), format, values),
                            Float.MIN_VALUE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Rounding.class)
    void valueThatIsNoNumberShows(Rounding rounding) {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            var values = gaussian(SEED);
            values[40] = value;
            var quantiser = new BlockQuantiser(TensorFormat.Q4_0, rounding);
            roundTrip(quantiser, TensorFormat.Q4_0, values);
            assertTrue(!Double.isFinite(quantiser.squaredError()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"Q4_0", "Q4_1", "Q8_0"})
    void otherFormatsAreRefused(TensorFormat format) {
        assertThrows(
                IllegalArgumentException.class, () -> new BlockQuantiser(format, Rounding.NEAREST));
    }

    private static double error(TensorFormat format, Rounding rounding, float[] values) {
        var quantiser = new BlockQuantiser(format, rounding);
        roundTrip(quantiser, format, values);
        return quantiser.squaredError();
    }

    private static float[] roundTrip(
            BlockQuantiser quantiser, TensorFormat format, float[] values) {
        var packed = new byte[(int) format.bytesFor(values.length)];
        quantiser.encode(values, values.length, packed);
        var decoded = new float[values.length];
        BlockCodec.decode(format, MemorySegment.ofArray(packed), decoded, 0, values.length);
        return decoded;
    }

    private static float[] gaussian(long seed) {
        var random = new Random(seed);
        var values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) random.nextGaussian() * 0.02f;
        }
        return values;
    }

    private static double squaredError(float[] values, float[] decoded) {
        double sum = 0;
        for (int block = 0; block < values.length; block += 32) {
            sum += squaredError(values, decoded, block);
        }
        return sum;
    }

    private static double squaredError(float[] values, float[] decoded, int block) {
        double sum = 0;
        for (int i = block; i < block + 32; i++) {
            double difference = (double) values[i] - decoded[i];
            sum += difference * difference;
        }
        return sum;
    }

    /// Each element counts by the root mean square of its block and its own size.
    private static double weightedError(float[] values, float[] decoded, int block) {
        double squares = 0;
        for (int i = block; i < block + 32; i++) {
            squares += (double) values[i] * values[i];
        }
        double level = Math.sqrt(squares / 32);
        double sum = 0;
        for (int i = block; i < block + 32; i++) {
            double difference = (double) values[i] - decoded[i];
            sum += (level + Math.abs(values[i])) * difference * difference;
        }
        return sum;
    }

    private static float max(float[] values) {
        float max = values[0];
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static float min(float[] values) {
        float min = values[0];
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }
}
