package dev.nunchi.engine.generate;

/// Adds up the log-probabilities of targets, one row of logits after another.
final class TargetScore {
    private double sum;
    private int count;

    /// @param logits rows of `width`
    void add(float[] logits, int row, int width, int target) {
        int start = row * width;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + width; i++) {
            greatest = Math.max(greatest, logits[i]);
        }
        double exponentials = 0;
        for (int i = start; i < start + width; i++) {
            exponentials += Math.exp(logits[i] - greatest);
        }
        sum += logits[start + target] - greatest - Math.log(exponentials);
        count++;
    }

    Score total() {
        return new Score(sum, count);
    }
}
