package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.Mix;
import dev.nunchi.engine.data.SampleType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class DataOrderTest {
    private static final int SAMPLES = 1003;
    private static final int BATCH = 4;

    private final int[] lengths =
            IntStream.range(0, SAMPLES).map(i -> 20 + (i * 7919) % 100).toArray();
    private final DataOrder order = new DataOrder(lengths, BATCH, 5);

    @Test
    void everySampleIsSeenOnceAnEpoch() {
        for (long epoch = 0; epoch < 2; epoch++) {
            assertArrayEquals(
                    IntStream.range(0, SAMPLES).toArray(),
                    Arrays.stream(samples(epoch)).sorted().toArray());
        }
    }

    @Test
    void epochsAreShuffledDifferently() {
        assertFalse(Arrays.equals(samples(0), samples(1)));
    }

    @Test
    void positionAloneDecidesWhatABatchHolds() {
        var other = new DataOrder(lengths, BATCH, 5);
        long far = 3 * order.batchesAnEpoch() + 17;
        order.batch(0);

        assertArrayEquals(order.batch(far), other.batch(far));
    }

    @Test
    void anotherSeedIsAnotherOrder() {
        assertFalse(Arrays.equals(order.batch(0), new DataOrder(lengths, BATCH, 6).batch(0)));
    }

    @Test
    void samplesOfABatchAreOfLikeLength() {
        long positions = 0;
        long padded = 0;
        for (long b = 0; b < order.batchesAnEpoch(); b++) {
            var samples = order.batch(b);
            int longest = IntStream.of(samples).map(i -> lengths[i]).max().orElseThrow();
            positions += IntStream.of(samples).map(i -> lengths[i]).sum();
            padded += (long) longest * samples.length;
        }
        assertTrue(padded < 1.05 * positions, padded + " of " + positions);
    }

    @Test
    void lastBatchOfAnEpochMayBeShort() {
        long sizes =
                LongStream.range(0, order.batchesAnEpoch())
                        .map(b -> order.batch(b).length)
                        .filter(size -> size != BATCH)
                        .count();
        assertEquals(1, sizes);
    }

    @Test
    void mixIsDrawnAnewForEachEpoch() {
        var mixed = mixed();
        var first = chosen(mixed, 0);
        var second = chosen(mixed, 1);
        assertEquals(first.length, SAMPLES);
        assertEquals(second.length, SAMPLES);
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void positionAloneDecidesWhatABatchOfAMixHolds() {
        var mixed = mixed();
        long far = 3 * mixed.batchesAnEpoch() + 17;
        mixed.batch(0);

        assertArrayEquals(mixed.batch(far), mixed().batch(far));
    }

    /// Two types, one of them four times as frequent, in equal shares.
    private DataOrder mixed() {
        var mix = Mix.parse("caption=1,detail=1").orElseThrow();
        var types =
                IntStream.range(0, SAMPLES)
                        .mapToObj(i -> i % 5 == 0 ? SampleType.DETAIL : SampleType.CAPTION)
                        .toList();
        return new DataOrder(lengths, BATCH, 5, seed -> mix.draw(types, seed));
    }

    /// An epoch's samples, sorted.
    private static int[] chosen(DataOrder order, long epoch) {
        return IntStream.of(samples(order, epoch)).sorted().toArray();
    }

    private int[] samples(long epoch) {
        return samples(order, epoch);
    }

    private static int[] samples(DataOrder order, long epoch) {
        long first = epoch * order.batchesAnEpoch();
        return LongStream.range(first, first + order.batchesAnEpoch())
                .mapToObj(order::batch)
                .flatMapToInt(IntStream::of)
                .toArray();
    }
}
