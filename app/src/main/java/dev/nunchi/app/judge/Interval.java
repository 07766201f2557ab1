package dev.nunchi.app.judge;

/// Where a figure lies with a confidence of 95 %.
public record Interval(double low, double high) {
    private static final double Z_95 = 1.959963984540054;

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("%s to %s".formatted(low, high));
        }
    }

    /// Wilson's interval of a share.
    ///
    /// [Probable inference, the law of succession, and statistical
    /// inference](https://doi.org/10.1080/01621459.1927.10502953)
    ///
    /// @param trials 1 or more
    public static Interval wilson(int successes, int trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException("%d of %d".formatted(successes, trials));
        }
        double share = (double) successes / trials;
        double z2 = Z_95 * Z_95;
        double centre = share + z2 / (2 * trials);
        double spread =
                Z_95 * Math.sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials));
        double scale = 1 + z2 / trials;
        return new Interval(
                Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale));
    }
}
