package dev.nunchi.engine.checkpoint;

/// How far packed weights are from what they were made from.
///
/// @param squaredError sum of squared differences; not a number if a weight was none
/// @param squaredSum sum of the weights' squares
public record WeightError(double squaredError, double squaredSum) {
    public static final WeightError NONE = new WeightError(0, 0);

    public WeightError plus(WeightError other) {
        return new WeightError(squaredError + other.squaredError, squaredSum + other.squaredSum);
    }

    /// The error's share of the weights, as root mean squares: 0 without a loss, 1 if nothing is
    /// left.
    public double relative() {
        return squaredSum == 0 ? 0 : Math.sqrt(squaredError / squaredSum);
    }

    public boolean isFinite() {
        return Double.isFinite(squaredError);
    }
}
