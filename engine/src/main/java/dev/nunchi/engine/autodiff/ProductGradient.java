package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;

import java.util.List;
import java.util.function.Supplier;

/// Gradients of `y = α · a · b` and `y = α · a · bᵀ` as products in one node each.
record ProductGradient(Scope scope, Adjoint node) {
    List<Supplier<Value>> inputs() {
        if (node.node().integer("transA") != 0) {
            throw new ShapeException(node.node().name() + " has no gradient of a swapped operand");
        }
        return List.of(() -> node.unbroadcast(left(), 0), () -> node.unbroadcast(right(), 1));
    }

    /// `α · dy · bᵀ` and `α · dy · b`.
    private Value left() {
        return isSwapped()
                ? scope.scaledMatMul(alpha(), node.dy(), node.input(1))
                : scope.matMulTransposed(alpha(), node.dy(), node.input(1));
    }

    /// `α · aᵀ · dy` and `α · dyᵀ · a`; the rows of all batches at once where they share `b`.
    private Value right() {
        boolean shared = node.type(1).rank() == 2;
        var a = shared ? scope.rows(node.input(0)) : node.input(0);
        var dy = shared ? scope.rows(node.dy()) : node.dy();
        return isSwapped()
                ? scope.transposedMatMul(alpha(), dy, a)
                : scope.transposedMatMul(alpha(), a, dy);
    }

    private boolean isSwapped() {
        return node.node().integer("transB") != 0;
    }

    private float alpha() {
        return node.node().real("alpha");
    }
}
