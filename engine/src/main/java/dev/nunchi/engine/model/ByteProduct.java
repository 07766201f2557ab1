package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// A product of bytes: weights with one scale a row, activations with one scale a token, both
/// turned first ([Hadamard]).
///
/// ```
/// x ─ MatMul(H) ─ Abs ─ ReduceMax ─ · 1/127 ─ step ────────────────┐
///         └─ / step ─ QuantizeLinear ─ MatMulIntegerToFloat ─────── · ─►
/// ```
///
/// Where many tokens are read it is two to three times as fast as a product with blocks, as no
/// scale stands between the sums, and takes weights as they lie in a file. [ByteSums] tells where
/// such sums are exact. What several products do to one input, ONNX Runtime does once.
record ByteProduct(MatrixRows matrix) {
    /// Added to steps, so that rows of zeros have one.
    private static final float LEAST_STEP = 1e-30f;

    /// `x · Wᵀ`.
    ///
    /// @param name of the layer
    /// @param x `[B, S, K]`
    Value apply(Scope scope, String name, Value x) {
        var turned = turned(scope, x);
        var largest = scope.reduceMax(scope.abs(turned), -1);
        var share = scope.mul(largest, scope.scalar(1f / ByteWeight.LARGEST));
        var step = scope.add(share, scope.scalar(LEAST_STEP));
        var bytes = scope.quantize(scope.div(turned, step));
        var codes = scope.weight(name + ".MatMul.codes", operand(ByteWeight.Operand.CODES));
        var scales = scope.weight(name + ".MatMul.scales", operand(ByteWeight.Operand.SCALES));
        return scope.mul(scope.matMulIntegerToFloat(bytes, codes, scales), step);
    }

    private Value turned(Scope scope, Value x) {
        int inputs = matrix.inputs();
        var hadamard = Hadamard.of(inputs);
        var h = scope.weight("hadamard." + hadamard.size(), hadamard.weight());
        var blocks = scope.reshape(x, 0, 0, inputs / hadamard.size(), hadamard.size());
        return scope.reshape(scope.matMul(blocks, h), 0, 0, inputs);
    }

    private ByteWeight operand(ByteWeight.Operand operand) {
        return new ByteWeight(matrix, operand);
    }
}
