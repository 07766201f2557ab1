package dev.nunchi.app.judge;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Percentile bootstrap: the spread of a figure over samples drawn anew, with replacement.
///
/// [An Introduction to the Bootstrap](https://doi.org/10.1201/9780429246593), chapter 13. The same
/// seed gives the same interval on every machine.
///
/// @param resamples 1 or more; from 1,000 the interval's ends settle
public record Bootstrap(long seed, int resamples) {
    private static final double TAIL = 0.025;

    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException(resamples + " resamples");
        }
    }

    public static Bootstrap defaults() {
        return new Bootstrap(0, 10_000);
    }

    /// The 95 % interval of a figure.
    ///
    /// @param units how many things are drawn from, 1 or more
    /// @param figure of a sample, given as `units` places of things, some of them repeated. NaN for
    ///   a sample that has no such figure: it is left out
    /// @return an interval of NaN's value itself is never given: at least one sample must have a
    ///   figure
    public Interval interval(int units, ToDoubleFunction<int[]> figure) {
        var random = new SplittableRandom(seed);
        var figures = new double[resamples];
        var sample = new int[units];
        for (int round = 0; round < resamples; round++) {
            for (int i = 0; i < units; i++) {
                sample[i] = random.nextInt(units);
            }
            figures[round] = figure.applyAsDouble(sample);
        }
        double[] known =
                Arrays.stream(figures).filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (known.length == 0) {
            throw new IllegalArgumentException("no sample has a figure");
        }
        return new Interval(quantile(known, TAIL), quantile(known, 1 - TAIL));
    }

    /// Between the two nearest, as most statistics programs do by default.
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
