package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.List;
import java.util.function.Supplier;

/// Gradients of layer normalisation over the innermost axis.
///
/// With `x̂ = (x − mean) / d`, `d = √(variance + ε)` and `g = dy · scale`: `dx = (g − mean(g) − x̂
/// · mean(g · x̂)) / d`, `dscale = Σ dy · x̂`, `dbias = Σ dy`. Source: Ba et al., [Layer
/// Normalization](https://arxiv.org/abs/1607.06450).
record LayerNormalizationGradient(Scope scope, Adjoint node) {
    List<Supplier<Value>> inputs() {
        return List.of(
                this::ofInput,
                () -> node.unbroadcast(scope.mul(node.dy(), normalised()), 1),
                () -> node.unbroadcast(node.dy(), 2));
    }

    private Value ofInput() {
        var normalised = normalised();
        var weighted = scope.mul(node.dy(), node.input(1));
        var along = scope.mul(normalised, mean(scope.mul(weighted, normalised)));
        return scope.div(scope.sub(scope.sub(weighted, mean(weighted)), along), deviation());
    }

    private Value normalised() {
        return scope.div(centred(), deviation());
    }

    private Value centred() {
        return scope.sub(node.input(0), mean(node.input(0)));
    }

    private Value deviation() {
        var variance = mean(GradientRules.square(scope, centred()));
        return scope.sqrt(scope.add(variance, scope.scalar(node.node().real("epsilon"))));
    }

    private Value mean(Value x) {
        return scope.reduceMean(x, -1);
    }
}
