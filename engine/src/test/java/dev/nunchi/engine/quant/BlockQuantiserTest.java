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
