package dev.nunchi.engine.optim;

/// A learning rate that rises linearly and falls as half a cosine: the schedule of the paper.
///
/// ```
/// (s + 1)/W                          s < W
/// (1 + cos(π·(s − W)/(N − W)))/2     else
/// ```
///
/// @param peak the highest rate
/// @param warmup `W`, steps in which it rises; 0 to begin at the peak
/// @param steps `N`, in all; at least 1
public record LearningRate(double peak, long warmup, long steps) {
    public LearningRate {
        if (steps < 1 || warmup < 0 || warmup > steps) {
            throw new IllegalArgumentException(warmup + " of " + steps + " steps");
        }
    }

    /// @param share of the steps in which the rate rises, `0..1`
    public static LearningRate of(double peak, double share, long steps) {
        return new LearningRate(peak, Math.round(share * steps), steps);
    }

    /// @param step `s`, from 0; after the last the rate is 0
    public double at(long step) {
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        if (step >= steps) {
            return 0;
        }
        return peak * (1 + Math.cos(Math.PI * (step - warmup) / (steps - warmup))) / 2;
    }
}
