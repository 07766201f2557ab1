package dev.nunchi.engine.generate;

/// How likely a model finds one token after all before it.
///
/// @param id the token
/// @param logProbability natural logarithm of its probability, `<= 0`
public record TokenScore(int id, double logProbability) {
    /// Of a row of logits.
    ///
    /// @param logits rows of `width`
    static TokenScore of(float[] logits, int row, int width, int target) {
        int start = row * width;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + width; i++) {
            greatest = Math.max(greatest, logits[i]);
        }
        double exponentials = 0;
        for (int i = start; i < start + width; i++) {
            exponentials += Math.exp(logits[i] - greatest);
        }
        return new TokenScore(target, logits[start + target] - greatest - Math.log(exponentials));
    }
}
