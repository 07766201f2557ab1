package dev.nunchi.engine.image;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

/// What a vision tower takes in for one picture.
///
/// @param tensor `[tiles, 3, height, width]` float32, channels red, green, blue
public record PixelValues(Tensor tensor) {
    public PixelValues {
        if (tensor.dtype() != DType.F32
                || tensor.shape().rank() != 4
                || tensor.shape().dim(1) != 3) {
            throw new IllegalArgumentException(
                    "expected F32 [tiles, 3, height, width], found %s %s"
                            .formatted(tensor.dtype(), tensor.shape()));
        }
    }
}
