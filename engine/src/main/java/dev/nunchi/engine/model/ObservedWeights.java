package dev.nunchi.engine.model;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// A layer's weights, with the moments of its matrices' inputs as outputs of the graph. Keeps
/// nothing for a backward pass.
final class ObservedWeights implements WeightSource, TrainingLayer.Memory {
    private static final long BLOCK = 32;

    private final GraphBuilder graph;
    private final WeightSource weights;
    private final Set<MatrixInput> seen = EnumSet.noneOf(MatrixInput.class);

    ObservedWeights(GraphBuilder graph, WeightSource weights) {
        this.graph = graph;
        this.weights = weights;
    }

    @Override
    public Value tensor(Scope scope, String name) throws CheckpointException {
        return weights.tensor(scope, name);
    }

    /// @param x `[1, S, K]`
    @Override
    public Value linear(Scope scope, String name, Value x) throws CheckpointException {
        var input = MatrixInput.of(name).orElseThrow();
        var width = x.type().dim(-1).size(Map.of());
        if (seen.add(input) && width % BLOCK == 0) {
            // [S, K/32, 32] to [K/32, 32, S] and [K/32, S, 32]
            var blocks = scope.reshape(x, -1, width / BLOCK, BLOCK);
            var columns = scope.transpose(blocks, 1, 2, 0);
            var rows = scope.transpose(blocks, 1, 0, 2);
            graph.output(TrainingNames.moments(input), scope.matMul(columns, rows));
        }
        return weights.linear(scope, name, x);
    }

    @Override
    public Value keep(String name, Value value) {
        return value;
    }

    @Override
    public Value keepLarge(String name, Value value) {
        return value;
    }
}
