package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.Map;
import java.util.stream.LongStream;

/// Sums over several axes.
final class Reductions {
    private Reductions() {}

    static Value keepingAxes(Scope scope, Value x, long... axes) {
        return sum(scope, x, 1, axes);
    }

    static Value droppingAxes(Scope scope, Value x, LongStream axes) {
        return sum(scope, x, 0, axes.toArray());
    }

    private static Value sum(Scope scope, Value x, long keepDims, long... axes) {
        var attributes = Map.of("keepdims", Attribute.of(keepDims));
        return scope.add(Op.REDUCE_SUM, attributes, x, scope.integers(axes)).getFirst();
    }
}
