package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.Shape;

import java.util.List;
import java.util.Optional;

/// Brings a checkpoint's tensors into graphs, in the precision asked for.
final class Weights implements WeightSource {
    private final Checkpoint checkpoint;
    private final BuildOptions options;
    private final Optional<LoraUpdates> lora;

    Weights(Checkpoint checkpoint, BuildOptions options) {
        this(checkpoint, options, Optional.empty());
    }

    /// @param lora updates of all linear layers
    Weights(Checkpoint checkpoint, BuildOptions options, Optional<LoraUpdates> lora) {
        this.checkpoint = checkpoint;
        this.options = options;
        this.lora = lora;
    }

    Lowering lowering() {
        return options.lowering();
    }

    StoredTensor stored(String name) throws CheckpointException {
        return checkpoint.tensor(name);
    }

    boolean has(String name) {
        return checkpoint.find(name).isPresent();
    }

    @Override
    public Value tensor(Scope scope, String name) throws CheckpointException {
        return tensor(scope, name, stored(name).shape());
    }

    Value tensor(Scope scope, String name, Shape shape) throws CheckpointException {
        return scope.weight(name, new RowsWeight(stored(name), shape));
    }

    @Override
    public Value linear(Scope scope, String name, Value x) throws CheckpointException {
        return linear(scope, name, List.of(name), x);
    }

    /// Several linear layers of one input as one: their outputs end to end.
    ///
    /// @param together the name of the joint weights
    Value linear(Scope scope, String together, List<String> names, Value x)
            throws CheckpointException {
        var matrix = MatrixRows.of(checkpoint, names);
        if (names.size() > 1 && matrix.format().isEmpty()) {
            return scope.concat(-1, apart(scope, names, x));
        }
        var product = matMul(scope, together, matrix, x);
        var result =
                has(names.getFirst() + ".bias")
                        ? scope.add(product, bias(scope, together, names))
                        : product;
        return lora.map(updates -> updates.add(scope, new LoraGroup(together, names), x, result))
                .orElse(result);
    }

    private Value[] apart(Scope scope, List<String> names, Value x) throws CheckpointException {
        var results = new Value[names.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = linear(scope, names.get(i), x);
        }
        return results;
    }

    private Value bias(Scope scope, String together, List<String> names)
            throws CheckpointException {
        if (names.size() == 1) {
            return tensor(scope, names.getFirst() + ".bias");
        }
        var parts = new Value[names.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = tensor(scope, names.get(i) + ".bias");
        }
        return scope.enter(together).concat(0, parts);
    }

    /// `x · Wᵀ` with the embedding table or another matrix that is not a layer's.
    Value matMul(Scope scope, String name, StoredTensor matrix, Value x) {
        return matMul(scope, name, new MatrixRows(List.of(matrix)), x);
    }

    private Value matMul(Scope scope, String name, MatrixRows matrix, Value x) {
        var product = StoredProduct.of(matrix, options.activations());
        if (options.precision() == Precision.STORED && product.isPresent()) {
            return product.get().apply(scope, name, x);
        }
        var weight = scope.weight(name + ".MatMul.weight", new TransposedWeight(matrix));
        return scope.matMul(x, weight);
    }
}
