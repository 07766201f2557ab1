package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.quant.NBitsPacking;

import java.util.Optional;

/// A product with a quantised matrix in its stored precision.
///
/// ```
/// x ─ MatMulNBits(blocks, scales) ────────────────── Add ─
/// └─ sums of blocks ─ MatMul(minima, where there are) ─┘
/// ```
record StoredProduct(MatrixRows matrix, NBitsPacking packing, ActivationPrecision activations) {
    private static final int FLOAT_ACTIVATIONS = 0;
    private static final int INT8_ACTIVATIONS = 4;

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
        var blocks = scope.weight(name + ".MatMul.qweight", operand(NBitsWeight.Operand.BLOCKS));
        var scales = scope.weight(name + ".MatMul.scales", operand(NBitsWeight.Operand.SCALES));
        var product = scope.matMulNBits(x, blocks, scales, form());
        if (!packing.hasMinima()) {
            return product;
        }
        var minima = scope.weight(name + ".MatMul.minima", operand(NBitsWeight.Operand.MINIMA));
        return scope.add(product, scope.matMul(blockSums(scope, x), minima));
    }

    private Weight operand(NBitsWeight.Operand operand) {
        return new NBitsWeight(matrix, packing, operand);
    }

    private Scope.NBits form() {
        int accuracyLevel =
                switch (activations) {
                    case FLOAT32 -> FLOAT_ACTIVATIONS;
                    case INT8 -> INT8_ACTIVATIONS;
                };
        return new Scope.NBits(
                matrix.inputs(),
                matrix.outputs(),
                packing.bits(),
                packing.blockSize(),
                accuracyLevel);
    }

    private Value blockSums(Scope scope, Value x) {
        int size = packing.blockSize();
        var blocks = scope.reshape(x, 0, 0, matrix.inputs() / size, size);
        return scope.reduceSum(blocks, 3);
    }
}
