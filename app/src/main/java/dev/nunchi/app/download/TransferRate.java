package dev.nunchi.app.download;

import java.util.function.LongSupplier;

/// How fast bytes come, over the last seconds: an average in which what is older counts less.
final class TransferRate {
    private static final double SECONDS = 5;
    private static final double NANOS = 1e9;

    private final LongSupplier nanos;
    private long last;
    private double rate;
    private double weight;

    /// @param nanos a clock, as `System.nanoTime`
    TransferRate(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /// More bytes have come since the last call.
    void add(long bytes) {
        long now = nanos.getAsLong();
        double seconds = (now - last) / NANOS;
        if (seconds <= 0) {
            return;
        }
        last = now;
        double kept = Math.exp(-seconds / SECONDS);
        rate = rate * kept + bytes / seconds * (1 - kept);
        weight = weight * kept + (1 - kept);
    }

    /// Bytes a second; 0 before the first call of [#add(long)].
    long bytesPerSecond() {
        // What has not been seen yet must not count as nothing.
        return weight == 0 ? 0 : Math.round(rate / weight);
    }
}
