package dev.nunchi.engine.adapter;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

/// The low-rank part of one linear layer: `y = W·x + scale · B·(A·x)`.
///
/// Hu et al., [LoRA](https://arxiv.org/abs/2106.09685).
///
/// @param a `[rank, inputs]` float32
/// @param b `[outputs, rank]` float32
public record LoraFactors(Tensor a, Tensor b) {
    public LoraFactors {
        if (a.dtype() != DType.F32
                || b.dtype() != DType.F32
                || a.shape().rank() != 2
                || b.shape().rank() != 2
                || a.shape().dim(0) != b.shape().dim(1)) {
            throw new IllegalArgumentException(
                    "A %s %s and B %s %s are no factors"
                            .formatted(a.dtype(), a.shape(), b.dtype(), b.shape()));
        }
    }

    /// Adds a row of `scale · B·A` to a weight's.
    ///
    /// @param a all of A, read once for all rows
    /// @param values the weight's row, `[inputs]`
    public void addRow(long row, float scale, float[] a, float[] values) {
        int rank = rank();
        for (int k = 0; k < rank; k++) {
            float factor = scale * b.floatAt(row * rank + k);
            int start = k * values.length;
            for (int i = 0; i < values.length; i++) {
                values[i] += factor * a[start + i];
            }
        }
    }

    /// Rows of A, columns of B.
    public int rank() {
        return Math.toIntExact(a.shape().dim(0));
    }

    /// Columns of A.
    public int inputs() {
        return Math.toIntExact(a.shape().dim(1));
    }

    /// Rows of B.
    public int outputs() {
        return Math.toIntExact(b.shape().dim(0));
    }
}
