package dev.nunchi.engine.image;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
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

    public int tiles() {
        return Math.toIntExact(tensor.shape().dim(0));
    }

    /// One tile, `[1, 3, height, width]`, copied.
    public Tensor tile(int index) {
        var shape = tensor.shape();
        var values = new float[Math.toIntExact(shape.count() / shape.dim(0))];
        tensor.read((long) index * values.length, values, 0, values.length);
        return Tensor.ofFloats(Shape.of(1, shape.dim(1), shape.dim(2), shape.dim(3)), values);
    }
}
