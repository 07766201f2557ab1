package dev.nunchi.engine.conformance;

/// Largest absolute differences that a float32 run may have, from the fixtures' README.
final class Tolerances {
    static final double PIXELS = 1e-6;
    static final double FEATURES = 2e-4;
    static final double LOGITS = 5e-4;
    static final double PROBABILITIES = 2e-6;
    static final double LOSS = 1e-4;
    static final double GRADIENT = 1e-4;

    /// Of the largest entry of a gradient, where that allows more.
    static final double GRADIENT_RELATIVE = 1e-3;

    /// After five steps of AdamW.
    static final double PARAMETERS = 1e-4;

    /// Ids, texts, masks and 8-bit pixels.
    static final double EQUAL = 0;

    private Tolerances() {}
}
