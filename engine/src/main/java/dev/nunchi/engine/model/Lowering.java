package dev.nunchi.engine.model;

/// Which operators a model is built from. Both forms compute the same function.
public enum Lowering {
    /// Standard operators only: the form that is differentiated and that every provider can run.
    PLAIN,
    /// ONNX Runtime's fused operators as its CPU provider has them.
    FUSED
}
