package dev.nunchi.engine.model;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// Where a graph's weights come from: constants of a checkpoint, or inputs that every run brings.
interface WeightSource {
    /// A tensor in its own shape, float32.
    Value tensor(Scope scope, String name) throws CheckpointException;

    /// `x · Wᵀ + b` with the tensors `name.weight` `[N, K]` and, if it exists, `name.bias` `[N]`.
    ///
    /// @param x `[…, K]`
    Value linear(Scope scope, String name, Value x) throws CheckpointException;
}
