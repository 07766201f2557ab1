package dev.nunchi.engine.model;

import dev.nunchi.engine.runtime.Device;

/// How a model is turned into graphs.
///
/// @param activations of products with stored blocks
public record BuildOptions(
        Lowering lowering, Precision precision, ActivationPrecision activations) {
    /// For answering on the CPU.
    public static BuildOptions answering() {
        return answering(Device.Kind.CPU);
    }

    /// For answering: what the device's provider really runs.
    ///
    /// | device | attention | products with stored blocks |
    /// |---|---|---|
    /// | cpu | GroupQueryAttention, in place | MatMulNBits, activations rounded to int8 |
    /// | webgpu | plain: GroupQueryAttention is wrong on SwiftShader | MatMulNBits in float32 |
    /// | directml | plain | decoded to float32 |
    /// | cuda | plain: its GroupQueryAttention is half precision only | decoded to float32 |
    public static BuildOptions answering(Device.Kind device) {
        return switch (device) {
            case CPU ->
                    new BuildOptions(Lowering.FUSED, Precision.STORED, ActivationPrecision.INT8);
            case WEBGPU ->
                    new BuildOptions(Lowering.PLAIN, Precision.STORED, ActivationPrecision.FLOAT32);
            case DIRECTML, CUDA -> reference(Lowering.PLAIN);
        };
    }

    /// The same with products of bytes, for reading many tokens at once.
    public BuildOptions perToken() {
        return new BuildOptions(lowering, precision, ActivationPrecision.INT8_PER_TOKEN);
    }

    /// For comparing with references: float32 throughout.
    public static BuildOptions reference(Lowering lowering) {
        return new BuildOptions(lowering, Precision.FLOAT32, ActivationPrecision.FLOAT32);
    }
}
