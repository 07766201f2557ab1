package dev.nunchi.engine.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Which samples make which batch: drawn and shuffled anew in each epoch, those of like length
/// together, so that little is padded.
///
/// A batch depends on seed and position alone, so a run that goes on needs to remember no more than
/// its position. Confined to one thread.
final class DataOrder {
    /// Samples are sorted by length within so many batches, as Transformers' length grouping does.
    private static final int BATCHES_A_GROUP = 50;

    private final int[] lengths;
    private final int batchSize;
    private final long seed;
    private final Draw draw;
    private List<int[]> batches = List.of();
    private long epoch = -1;

    /// Which samples an epoch has.
    @FunctionalInterface
    interface Draw {
        /// @param seed another for each epoch
        /// @return as many samples as there are in all, some of them more than once if others are
        ///   left out
        int[] samples(long seed);
    }

    /// Every sample once an epoch.
    ///
    /// @param lengths of the samples; at least one
    DataOrder(int[] lengths, int batchSize, long seed) {
        this(lengths, batchSize, seed, _ -> IntStream.range(0, lengths.length).toArray());
    }

    /// @param lengths of the samples; at least one
    DataOrder(int[] lengths, int batchSize, long seed, Draw draw) {
        this.lengths = lengths;
        this.batchSize = batchSize;
        this.seed = seed;
        this.draw = draw;
    }

    long batchesAnEpoch() {
        return Math.ceilDiv(lengths.length, batchSize);
    }

    /// The samples of a batch.
    ///
    /// @param position from 0, on through all epochs
    int[] batch(long position) {
        long wanted = position / batchesAnEpoch();
        if (wanted != epoch) {
            batches = shuffled(wanted);
            epoch = wanted;
        }
        return batches.get(Math.toIntExact(position % batchesAnEpoch())).clone();
    }

    private List<int[]> shuffled(long number) {
        // Distinct seeds for neighbouring epochs: SplittableRandom mixes them.
        long ofEpoch = seed * 0x9E3779B97F4A7C15L + number;
        var random = new SplittableRandom(ofEpoch);
        var drawn = draw.samples(new SplittableRandom(ofEpoch).split().nextLong());
        var order = IntStream.of(drawn).boxed().toArray(Integer[]::new);
        shuffle(Arrays.asList(order), random);
        int group = batchSize * BATCHES_A_GROUP;
        var cut = new ArrayList<int[]>();
        for (int from = 0; from < order.length; from += group) {
            int to = Math.min(from + group, order.length);
            Arrays.sort(order, from, to, (a, b) -> Integer.compare(lengths[b], lengths[a]));
            for (int at = from; at < to; at += batchSize) {
                int end = Math.min(at + batchSize, to);
                cut.add(Arrays.stream(order, at, end).mapToInt(i -> i).toArray());
            }
        }
        shuffle(cut, random);
        return cut;
    }

    private static void shuffle(List<?> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }
}
