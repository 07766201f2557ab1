package dev.nunchi.engine.model;

/// What becomes of a layer's inner values between a forward and its backward pass.
public enum ActivationMemory {
    /// Only the layer's input is kept; the backward pass computes the rest again.
    RECOMPUTE,
    /// Results of the large products are kept; the backward pass repeats cheap steps only.
    KEEP
}
