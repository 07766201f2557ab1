package dev.nunchi.engine.model;

/// In which form a product with stored blocks takes its activations.
public enum ActivationPrecision {
    FLOAT32,
    /// Rounded to 8 bits in blocks: faster where the processor multiplies bytes.
    INT8,
    /// Rounded to 8 bits token by token, and the blocks to bytes with one scale a row
    /// ([ByteProduct]): for reading many tokens at once.
    INT8_PER_TOKEN
}
