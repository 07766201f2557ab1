package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Activation;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// Activation functions in both lowerings.
final class Activations {
    private static final float QUICK_GELU_ALPHA = 1.702f;
    private static final float CUBIC = 0.044715f;

    private Activations() {}

    static Value apply(Scope scope, Activation activation, Lowering lowering, Value x) {
        return switch (activation) {
            case GELU -> lowering == Lowering.FUSED ? scope.gelu(x) : erfGelu(scope, x);
            case GELU_TANH -> tanhGelu(scope, x);
            case QUICK_GELU ->
                    lowering == Lowering.FUSED
                            ? scope.quickGelu(x, QUICK_GELU_ALPHA)
                            : scope.mul(
                                    x, scope.sigmoid(scope.mul(x, scope.scalar(QUICK_GELU_ALPHA))));
            case SILU ->
                    lowering == Lowering.FUSED
                            ? scope.quickGelu(x, 1)
                            : scope.mul(x, scope.sigmoid(x));
        };
    }

    /// `x · (1 + erf(x / √2)) / 2`.
    private static Value erfGelu(Scope scope, Value x) {
        var erf = scope.erf(scope.mul(x, scope.scalar((float) Math.sqrt(0.5))));
        return scope.mul(scope.mul(x, scope.scalar(0.5f)), scope.add(erf, scope.scalar(1)));
    }

    /// `x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2`.
    private static Value tanhGelu(Scope scope, Value x) {
        var cube = scope.mul(scope.mul(x, x), x);
        var inner = scope.add(x, scope.mul(cube, scope.scalar(CUBIC)));
        var tanh = scope.tanh(scope.mul(inner, scope.scalar((float) Math.sqrt(2 / Math.PI))));
        return scope.mul(scope.mul(x, scope.scalar(0.5f)), scope.add(tanh, scope.scalar(1)));
    }
}
