package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// Rotary position embedding from standard operators.
///
/// @param cos `[1, S, 1, E/2]`, of the new tokens' positions
/// @param sin as `cos`
record Rotation(Value cos, Value sin) {
    /// @param positions `[1, S]` int64
    static Rotation at(GraphBuilder graph, RotaryTable table, Value positions) {
        var scope = graph.root().enter("rotary");
        return new Rotation(
                angles(scope, graph.initializer("cos_cache", table.cos()), positions),
                angles(scope, graph.initializer("sin_cache", table.sin()), positions));
    }

    private static Value angles(Scope scope, Value table, Value positions) {
        return scope.unsqueeze(scope.gather(table, positions, 0), 2);
    }

    /// Turns the two halves of every head against each other, see [RotaryTable].
    ///
    /// @param x `[1, S, heads, E]`
    Value apply(Scope scope, Value x) {
        long headDim = x.type().size(3);
        var first = scope.slice(x, 3, 0, headDim / 2);
        var second = scope.slice(x, 3, headDim / 2, headDim);
        return scope.concat(
                3,
                scope.sub(scope.mul(first, cos), scope.mul(second, sin)),
                scope.add(scope.mul(second, cos), scope.mul(first, sin)));
    }
}
