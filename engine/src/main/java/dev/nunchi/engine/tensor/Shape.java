package dev.nunchi.engine.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The extents of an array, outermost first. A scalar has none.
public record Shape(List<Long> dims) {
    public Shape {
        dims = List.copyOf(dims);
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("negative dimension in " + dims);
            }
        }
    }

    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    public int rank() {
        return dims.size();
    }

    /// @param axis 0 is the outermost; negative axes count from the innermost
    public long dim(int axis) {
        return dims.get(axis < 0 ? dims.size() + axis : axis);
    }

    /// How many elements; 1 for a scalar.
    ///
    /// @throws ArithmeticException if the product does not fit a long
    public long count() {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }

    public long[] toArray() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
