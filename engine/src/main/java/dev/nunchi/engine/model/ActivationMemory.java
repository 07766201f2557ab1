package dev.nunchi.engine.model;

/// What becomes of a layer's inner values between a forward and its backward pass.
public enum ActivationMemory {
    /// The layer's input, queries, keys, values and the sum after attention are kept; the backward
    /// pass computes norms, probabilities, gate and up again.
    RECOMPUTE,
    /// Results of all products are kept; the backward pass repeats cheap steps only.
    KEEP
}
