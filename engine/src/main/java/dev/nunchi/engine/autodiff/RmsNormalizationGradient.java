package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.List;
import java.util.function.Supplier;

/// Gradients of `y = x · r · γ` with `r = 1 / √(mean(x²) + ε)`, over the innermost axis of extent
/// `D`.
///
/// With `g = dy · γ`: `dx = g · r − x · r³ · Σ(g · x) / D`, `dγ = Σ dy · x · r`. Source: Zhang and
/// Sennrich, [Root Mean Square Layer Normalization](https://arxiv.org/abs/1910.07467).
record RmsNormalizationGradient(Scope scope, Adjoint node) {
    List<Supplier<Value>> inputs() {
        return List.of(this::ofInput, this::ofScale);
    }

    private Value ofInput() {
        var x = node.input(0);
        var r = inverseDeviation();
        var weighted = scope.mul(node.dy(), node.input(1));
        var sum = Reductions.keepingAxes(scope, scope.mul(weighted, x), x.type().rank() - 1);
        var cube = scope.mul(scope.mul(r, r), scope.mul(r, scope.scalar(1f / width())));
        return scope.sub(scope.mul(weighted, r), scope.mul(x, scope.mul(sum, cube)));
    }

    private Value ofScale() {
        var normalised = scope.mul(node.input(0), inverseDeviation());
        return node.unbroadcast(scope.mul(node.dy(), normalised), 1);
    }

    private Value inverseDeviation() {
        // Two nodes, yet three times as fast as ReduceSumSquare.
        var mean = scope.reduceMean(GradientRules.square(scope, node.input(0)), -1);
        var epsilon = scope.scalar(node.node().real("epsilon"));
        return scope.div(scope.scalar(1), scope.sqrt(scope.add(mean, epsilon)));
    }

    private long width() {
        return node.type(0).size(-1);
    }
}
