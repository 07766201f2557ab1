package dev.nunchi.engine.model;

/// In which form a product with stored blocks takes its activations.
public enum ActivationPrecision {
    FLOAT32,
    /// Rounded to 8 bits in blocks: faster where the processor multiplies bytes.
    INT8
}
