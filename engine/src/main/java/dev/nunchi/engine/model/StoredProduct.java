package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.quant.MinimaColumns;
import dev.nunchi.engine.quant.NBitsPacking;

import java.util.Arrays;
import java.util.Optional;

/// A product with a quantised matrix in its stored precision.
///
/// ```
/// x ─ MatMulNBits(blocks, scales)                                      no minima
///
/// x ─ MatMulNBits(blocks, scales) ────────────────── Add ─             minima, float32: exact
/// └─ sums of blocks ─ MatMul(minima) ────────────────┘
///
/// x ─────────────────── Concat ─ MatMulNBits(blocks, scales, zeros) ─  minima, int8
/// └─ sums of blocks ────┘
/// ```
///
/// What [FoldedWeight] rounds of minima, and [RegroupedWeight] of Q6_K, is less than what rounding
/// the input to int8 does.
record StoredProduct(MatrixRows matrix, NBitsPacking packing, ActivationPrecision activations) {
    private static final int FLOAT_ACTIVATIONS = 0;
    private static final int INT8_ACTIVATIONS = 4;
    private static final String BLOCKS = ".MatMul.qweight";
    private static final String SCALES = ".MatMul.scales";

    /// Empty if the matrix has no one quantised format.
    static Optional<StoredProduct> of(MatrixRows matrix, ActivationPrecision activations) {
        return matrix.format()
                .flatMap(NBitsPacking::of)
                .map(packing -> new StoredProduct(matrix, packing, activations));
    }

    /// `x · Wᵀ`.
    ///
    /// @param name of the layer
    /// @param x `[B, S, K]`
    Value apply(Scope scope, String name, Value x) {
        return switch (activations) {
            case FLOAT32 -> packing.hasMinima() ? apart(scope, name, x) : plain(scope, name, x);
            case INT8 -> {
                if (packing.hasMinima()) {
                    yield folded(scope, name, x);
                }
                yield packing == NBitsPacking.Q6_K
                        ? regrouped(scope, name, x)
                        : plain(scope, name, x);
            }
            case INT8_PER_TOKEN -> new ByteProduct(matrix).apply(scope, name, x);
        };
    }

    private Value plain(Scope scope, String name, Value x) {
        return scope.matMulNBits(
                x,
                form(matrix.inputs(), packing.blockSize()),
                scope.weight(name + BLOCKS, operand(NBitsWeight.Operand.BLOCKS)),
                scope.weight(name + SCALES, operand(NBitsWeight.Operand.SCALES)));
    }

    private Value apart(Scope scope, String name, Value x) {
        var minima = scope.weight(name + ".MatMul.minima", operand(NBitsWeight.Operand.MINIMA));
        return scope.add(plain(scope, name, x), scope.matMul(blockSums(scope, x), minima));
    }

    private Value folded(Scope scope, String name, Value x) {
        var columns = new MinimaColumns(packing, matrix.inputs());
        var parts = new Value[1 + columns.copies()];
        Arrays.fill(parts, blockSums(scope, x));
        parts[0] = x;
        return scope.matMulNBits(
                scope.concat(2, parts),
                form(columns.width(), packing.blockSize()),
                scope.weight(name + BLOCKS, operand(FoldedWeight.Operand.BLOCKS)),
                scope.weight(name + SCALES, operand(FoldedWeight.Operand.SCALES)),
                scope.weight(name + ".MatMul.zeros", operand(FoldedWeight.Operand.ZERO_POINTS)));
    }

    private Value regrouped(Scope scope, String name, Value x) {
        return scope.matMulNBits(
                x,
                form(matrix.inputs(), RegroupedWeight.BLOCK),
                scope.weight(
                        name + BLOCKS, new RegroupedWeight(matrix, RegroupedWeight.Operand.BLOCKS)),
                scope.weight(
                        name + SCALES,
                        new RegroupedWeight(matrix, RegroupedWeight.Operand.SCALES)));
    }

    private Weight operand(NBitsWeight.Operand operand) {
        return new NBitsWeight(matrix, packing, operand);
    }

    private Weight operand(FoldedWeight.Operand operand) {
        return new FoldedWeight(matrix, packing, operand);
    }

    private Scope.NBits form(int inputs, int blockSize) {
        int accuracyLevel =
                switch (activations) {
                    case FLOAT32 -> FLOAT_ACTIVATIONS;
                    case INT8, INT8_PER_TOKEN -> INT8_ACTIVATIONS;
                };
        return new Scope.NBits(inputs, matrix.outputs(), packing.bits(), blockSize, accuracyLevel);
    }

    private Value blockSums(Scope scope, Value x) {
        int size = packing.blockSize();
        var blocks = scope.reshape(x, 0, 0, matrix.inputs() / size, size);
        return scope.reduceSum(blocks, 3);
    }
}
