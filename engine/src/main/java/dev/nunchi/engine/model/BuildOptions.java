package dev.nunchi.engine.model;

/// How a model is turned into graphs.
public record BuildOptions(Lowering lowering, Precision precision) {
    public BuildOptions {
        if (lowering == Lowering.PLAIN && precision == Precision.STORED) {
            throw new IllegalArgumentException("the plain form has no operator for stored blocks");
        }
    }

    /// For answering: fused, weights as stored.
    public static BuildOptions answering() {
        return new BuildOptions(Lowering.FUSED, Precision.STORED);
    }

    /// For comparing with references: float32 throughout.
    public static BuildOptions reference(Lowering lowering) {
        return new BuildOptions(lowering, Precision.FLOAT32);
    }
}
