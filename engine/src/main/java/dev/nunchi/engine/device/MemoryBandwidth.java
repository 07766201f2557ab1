package dev.nunchi.engine.device;

import java.util.stream.IntStream;

/// How fast this machine reads its memory: what bounds decoding, which reads all weights a token.
public final class MemoryBandwidth {
    /// Together beyond any cache, in a heap of half a gibibyte.
    private static final int BYTES = 192 << 20;

    private static final int PASSES = 8;
    private static final double NANOS = 1e9;

    private MemoryBandwidth() {}

    /// Reads 192 MiB over and over with every core; takes less than a second. Other programs can
    /// only make a pass longer, so the shortest one counts.
    ///
    /// @return bytes a second
    public static double measure() {
        int cores = Runtime.getRuntime().availableProcessors();
        int length = BYTES / Long.BYTES / cores;
        var parts = new long[cores][length];
        long best = Long.MAX_VALUE;
        long seen = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            long start = System.nanoTime();
            seen += IntStream.range(0, cores).parallel().mapToLong(core -> sum(parts[core])).sum();
            best = Math.min(best, System.nanoTime() - start);
        }
        if (seen != 0) { // also keeps the sums from being left out
            throw new IllegalStateException("zeros add up to " + seen);
        }
        return (double) cores * length * Long.BYTES * NANOS / best;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
