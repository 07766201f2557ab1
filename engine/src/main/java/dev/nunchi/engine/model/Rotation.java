package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;

/// Rotary position embedding from standard operators.
///
/// @param cos `[B, S, 1, R/2]`, of the new tokens' positions
/// @param sin as `cos`
record Rotation(Value cos, Value sin) {
    /// @param positions `[B, S]` int64
    static Rotation at(GraphBuilder graph, RotaryTable table, Value positions) {
        var scope = graph.root().enter("rotary");
        return new Rotation(
                angles(scope, graph.initializer("cos_cache", Weight.of(table.cos())), positions),
                angles(scope, graph.initializer("sin_cache", Weight.of(table.sin())), positions));
    }

    private static Value angles(Scope scope, Value table, Value positions) {
        return scope.unsqueeze(scope.gather(table, positions, 0), 2);
    }

    /// Turns the two halves of every head's first elements against each other, as many elements as
    /// the angles are for; see [RotaryTable].
    ///
    /// @param x `[B, S, heads, E]`
    Value apply(Scope scope, Value x) {
        long headDim = x.type().size(3);
        long half = cos.type().size(3);
        var first = scope.slice(x, 3, 0, half);
        var second = scope.slice(x, 3, half, 2 * half);
        var left = scope.sub(scope.mul(first, cos), scope.mul(second, sin));
        var right = scope.add(scope.mul(second, cos), scope.mul(first, sin));
        return headDim == 2 * half
                ? scope.concat(3, left, right)
                : scope.concat(3, left, right, scope.slice(x, 3, 2 * half, headDim));
    }
}
