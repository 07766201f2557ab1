package dev.nunchi.engine.optim;

import dev.nunchi.engine.tensor.Tensor;

import java.util.Map;

/// Keeps one bad batch from throwing a run off: gradients of a large norm are scaled down.
public final class GradientClip {
    /// As in PyTorch's `clip_grad_norm_`.
    private static final double EPSILON = 1e-6;

    private final double maxNorm;
    private final Pieces pieces = new Pieces(1);

    /// @param maxNorm the largest norm of all gradients together; 0 for no limit
    public GradientClip(double maxNorm) {
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException("maxNorm " + maxNorm);
        }
        this.maxNorm = maxNorm;
    }

    /// Scales the gradients in place, all by one factor, if their L2 norm is above the limit.
    ///
    /// @return the norm before; not finite if a gradient is not
    public double clip(Map<String, Tensor> gradients) {
        var squares = new double[1];
        gradients
                .values()
                .forEach(gradient ->
                        pieces.change(
                                new Tensor[] {gradient},
                                0,
                                (values, count) -> squares[0] += squares(values[0], count)));
        double norm = Math.sqrt(squares[0]);
        double factor = maxNorm / (norm + EPSILON);
        if (maxNorm > 0 && factor < 1) {
            gradients.values().forEach(gradient -> scale(gradient, (float) factor));
        }
        return norm;
    }

    private static double squares(float[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }

    private void scale(Tensor gradient, float factor) {
        pieces.change(
                new Tensor[] {gradient},
                1,
                (values, count) -> {
                    for (int i = 0; i < count; i++) {
                        values[0][i] *= factor;
                    }
                });
    }
}
