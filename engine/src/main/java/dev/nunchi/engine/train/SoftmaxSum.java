package dev.nunchi.engine.train;

import java.util.Arrays;

/// The softmax of rows of logits and its product with the head, collected over pieces of the
/// vocabulary.
///
/// Holds `m = max l`, `s = Σ exp(l − m)` and `o = Σ exp(l − m)·W` of the pieces so far; a piece
/// with a larger maximum scales what was before it. Source: Milakov and Gimelshein, [Online
/// normalizer calculation for softmax](https://arxiv.org/abs/1805.02867).
final class SoftmaxSum {
    private final int width;
    private final double[] maximum;
    private final double[] sum;
    private final float[] weighted;

    /// @param width `D`
    SoftmaxSum(int rows, int width) {
        this.width = width;
        maximum = new double[rows];
        Arrays.fill(maximum, Double.NEGATIVE_INFINITY);
        sum = new double[rows];
        weighted = new float[Math.multiplyExact(rows, width)];
    }

    /// Takes a piece in.
    ///
    /// @param pieceWeighted `[rows, D]`
    void add(float[] pieceMaximum, float[] pieceSum, float[] pieceWeighted) {
        for (int r = 0; r < sum.length; r++) {
            double greatest = Math.max(maximum[r], pieceMaximum[r]);
            double before = Math.exp(maximum[r] - greatest);
            double piece = Math.exp(pieceMaximum[r] - greatest);
            maximum[r] = greatest;
            sum[r] = before * sum[r] + piece * pieceSum[r];
            for (int i = r * width; i < (r + 1) * width; i++) {
                weighted[i] = (float) (before * weighted[i] + piece * pieceWeighted[i]);
            }
        }
    }

    /// `ln Σ exp l` of a row.
    double logSum(int row) {
        return maximum[row] + Math.log(sum[row]);
    }

    /// Element `i` of a row of `softmax(l)·W`.
    double expectation(int row, int i) {
        return weighted[row * width + i] / sum[row];
    }
}
