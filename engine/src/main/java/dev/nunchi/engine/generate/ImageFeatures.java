package dev.nunchi.engine.generate;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

/// A picture as the language model reads it.
///
/// @param contentHash hexadecimal, at least 16 digits; pictures of one hash are the same
/// @param rows `[I, D]` float32
public record ImageFeatures(String contentHash, Tensor rows) {
    public ImageFeatures {
        if (rows.dtype() != DType.F32 || rows.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "expected F32 [I, D], found %s %s".formatted(rows.dtype(), rows.shape()));
        }
    }

    /// `I`.
    public int tokens() {
        return Math.toIntExact(rows.shape().dim(0));
    }
}
