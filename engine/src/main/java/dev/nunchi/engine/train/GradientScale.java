package dev.nunchi.engine.train;

import dev.nunchi.engine.tensor.Tensor;

/// Keeps gradients out of float32's subnormal numbers, with which products take ten times as long.
///
/// Peaked attention makes gradients small without bound: in a random model of 1.1 billion
/// parameters a fifth of the second last layer's were subnormal. The gradient that goes through the
/// layers is scaled by a power of two, which changes no bit of what a backward pass computes, and
/// what would be subnormal without it is set to zero between layers.
final class GradientScale {
    /// Far from overflow: gradients of a mean loss are below 1, but for a run that has failed.
    static final float FACTOR = 0x1p64f;

    private static final float SMALLEST = Float.MIN_NORMAL * FACTOR;

    private static final int PIECE = 1 << 14;

    private GradientScale() {}

    /// Sets the smallest of scaled gradients to zero.
    ///
    /// @param scaled `[…, D]`
    static void flush(Tensor scaled) {
        var row = new float[Math.toIntExact(scaled.shape().dim(-1))];
        long count = scaled.shape().count();
        for (long at = 0; at < count; at += row.length) {
            scaled.read(at, row, 0, row.length);
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.abs(row[i]) < SMALLEST ? 0 : row[i];
            }
            scaled.write(at, row, 0, row.length);
        }
    }

    /// Takes the scale away.
    ///
    /// @param scaled a parameter's gradient
    static void remove(Tensor scaled) {
        var piece = new float[(int) Math.min(scaled.shape().count(), PIECE)];
        for (long at = 0; at < scaled.shape().count(); at += PIECE) {
            int count = (int) Math.min(scaled.shape().count() - at, PIECE);
            scaled.read(at, piece, 0, count);
            for (int i = 0; i < count; i++) {
                piece[i] /= FACTOR;
            }
            scaled.write(at, piece, 0, count);
        }
    }

    /// Takes the scale away.
    ///
    /// @param scaled flushed
    static void remove(float[] scaled) {
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= FACTOR;
        }
    }
}
