package dev.nunchi.engine.quant;

import java.util.Arrays;

/// Finds scales and minima for blocks side by side, and settles the lanes on them.
///
/// With steps `q` fixed, the weighted squared error `Σ w (d·q + m − x)²` of a block is least at the
/// solution of the normal equations
///
/// ```
/// d = (Σw·Σwqx − Σwq·Σwx) / (Σw·Σwqq − (Σwq)²)        d = Σwqx / Σwqq   (without a minimum)
/// m = (Σwx − d·Σwq) / Σw
/// ```
///
/// which in turn moves some elements to other steps. The search starts from a grid of scales around
/// the extremes', so that it finds ranges that clip an outlier, and goes back and forth from the
/// best. The extremes' own scale stays if nothing beats it.
final class BlockFit {
    /// Scales tried, as multiples of the extremes'.
    private static final float[] GRID = {
        1.10f, 1.06f, 1.03f, 1, 0.97f, 0.94f, 0.91f, 0.88f, 0.85f, 0.82f, 0.78f, 0.74f, 0.70f
    };

    /// Rounds of steps and least squares after the grid.
    private static final int REFINEMENTS = 3;

    /// The steps that an element may go to.
    record Range(float least, float most) {}

    /// How steps lie around zero.
    sealed interface Steps {
        Range range();

        /// `x = d · q`, from `least` (below 0) to `most`.
        record Centred(int least, int most) implements Steps {
            @Override
            public Range range() {
                return new Range(least, most);
            }
        }

        /// `x = d · q + m`, from 0 to `most`.
        record FromMinimum(int most) implements Steps {
            @Override
            public Range range() {
                return new Range(0, most);
            }
        }
    }

    private final Steps steps;
    private final Range range;
    private final Rounding rounding;
    private final InputMoments inputs;
    private final Lanes.Sums sums = new Lanes.Sums();
    private final float[] scale = new float[Lanes.WIDTH];
    private final float[] minimum = new float[Lanes.WIDTH];
    private final float[] tried = new float[Lanes.WIDTH];
    private final float[] triedMinimum = new float[Lanes.WIDTH];
    private final float[] bestScale = new float[Lanes.WIDTH];
    private final float[] bestMinimum = new float[Lanes.WIDTH];
    private final float[] bestGain = new float[Lanes.WIDTH];
    private final float[] nearestErrors = new float[Lanes.WIDTH];

    /// @param inputs what a search goes by; of unknown ones: larger elements weigh more
    BlockFit(Steps steps, Rounding rounding, InputMoments inputs) {
        this.steps = steps;
        this.range = steps.range();
        this.rounding = rounding;
        this.inputs = inputs;
    }

    /// Settles the lanes on the scales and minima found, rounded to float16.
    ///
    /// @param block which of a row's blocks the lanes hold, if something is known of the inputs
    void fit(Lanes lanes, int block) {
        fromExtremes(lanes);
        switch (rounding) {
            case NEAREST -> settle(lanes, scale, minimum);
            case SEARCH -> search(lanes, block);
        }
    }

    private void fromExtremes(Lanes lanes) {
        var low = lanes.low();
        var high = lanes.high();
        switch (steps) {
            case Steps.Centred(int least, int most) -> {
                for (int b = 0; b < Lanes.WIDTH; b++) {
                    // The longer side gets the extreme, whichever sign it has: d may be negative.
                    float extreme = high[b] > -low[b] ? high[b] : low[b];
                    scale[b] = extreme / (-least > most ? least : most);
                }
            }
            case Steps.FromMinimum(int most) -> {
                for (int b = 0; b < Lanes.WIDTH; b++) {
                    scale[b] = (high[b] - low[b]) / most;
                    minimum[b] = low[b];
                }
            }
        }
    }

    private void search(Lanes lanes, int block) {
        boolean known = inputs.width() > 0;
        if (known) {
            lanes.weighByInputs(inputs, block);
        } else {
            lanes.weighBySize();
        }
        Arrays.fill(bestGain, Float.NEGATIVE_INFINITY);
        for (float factor : GRID) {
            for (int b = 0; b < Lanes.WIDTH; b++) {
                tried[b] = scale[b] * factor;
                triedMinimum[b] = minimum[b] + offset(b) * (1 - factor);
            }
            improve(lanes);
        }
        for (int round = 0; round < REFINEMENTS; round++) {
            System.arraycopy(bestScale, 0, tried, 0, Lanes.WIDTH);
            System.arraycopy(bestMinimum, 0, triedMinimum, 0, Lanes.WIDTH);
            improve(lanes);
        }
        keepTheBetter(lanes);
        if (known) {
            lanes.settleInTurn(range, inputs, block);
        }
    }

    /// Half of the range: a narrower grid stays in its middle.
    private float offset(int b) {
        return switch (steps) {
            case Steps.Centred _ -> 0;
            case Steps.FromMinimum(int most) -> scale[b] * most / 2;
        };
    }

    /// Solves for the candidates' steps and keeps what is better than the best so far.
    private void improve(Lanes lanes) {
        lanes.sums(tried, triedMinimum, range, sums);
        for (int b = 0; b < Lanes.WIDTH; b++) {
            float x = lanes.sumOfX()[b];
            float n = lanes.sumOfWeights()[b];
            float d = solvedScale(b, n, x);
            float m = solvedMinimum(b, d, n, x);
            // Σwx² less the error that is left.
            float gain = d * sums.qx[b] + m * x;
            if (gain > bestGain[b]) {
                bestGain[b] = gain;
                bestScale[b] = d;
                bestMinimum[b] = m;
            }
        }
    }

    private float solvedScale(int b, float n, float x) {
        return switch (steps) {
            case Steps.Centred _ -> sums.qq[b] == 0 ? 0 : sums.qx[b] / sums.qq[b];
            case Steps.FromMinimum _ -> {
                float spread = n * sums.qq[b] - sums.q[b] * sums.q[b];
                yield spread == 0 ? 0 : (n * sums.qx[b] - sums.q[b] * x) / spread;
            }
        };
    }

    private float solvedMinimum(int b, float d, float n, float x) {
        return switch (steps) {
            case Steps.Centred _ -> 0;
            case Steps.FromMinimum _ -> n == 0 ? 0 : (x - d * sums.q[b]) / n;
        };
    }

    /// Rounding to float16 can undo a gain: in each block the better of both stays.
    private void keepTheBetter(Lanes lanes) {
        settle(lanes, scale, minimum);
        System.arraycopy(lanes.weightedErrors(), 0, nearestErrors, 0, Lanes.WIDTH);
        settle(lanes, bestScale, bestMinimum);
        for (int b = 0; b < Lanes.WIDTH; b++) {
            if (lanes.weightedErrors()[b] < nearestErrors[b]) {
                scale[b] = bestScale[b];
                minimum[b] = bestMinimum[b];
            }
        }
        settle(lanes, scale, minimum);
    }

    private void settle(Lanes lanes, float[] scale, float[] minimum) {
        for (int b = 0; b < Lanes.WIDTH; b++) {
            scale[b] = half(scale[b]);
            minimum[b] = half(minimum[b]);
        }
        lanes.settle(scale, minimum, range);
    }

    private static float half(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }
}
