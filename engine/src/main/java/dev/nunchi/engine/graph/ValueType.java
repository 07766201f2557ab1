package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Element type and extents of a graph value.
public record ValueType(DType dtype, List<Dim> dims) {
    public ValueType {
        dims = List.copyOf(dims);
    }

    public static ValueType of(DType dtype, Dim... dims) {
        return new ValueType(dtype, List.of(dims));
    }

    public static ValueType of(DType dtype, Shape shape) {
        return new ValueType(dtype, shape.dims().stream().map(Dim::of).toList());
    }

    public int rank() {
        return dims.size();
    }

    /// @param axis negative axes count from the innermost
    public Dim dim(int axis) {
        return dims.get(axis(axis));
    }

    /// The size of an axis that must be known when the graph is built.
    ///
    /// @throws ShapeException if the axis is symbolic
    public long size(int axis) {
        if (dim(axis) instanceof Dim.Known(long size)) {
            return size;
        }
        throw new ShapeException("axis " + axis + " of " + this + " must be known");
    }

    /// Bytes of a value whose extents are all known.
    ///
    /// @throws ShapeException if an axis is symbolic
    public long bytes() {
        long count = 1;
        for (int axis = 0; axis < rank(); axis++) {
            count = Math.multiplyExact(count, size(axis));
        }
        return dtype.bytesFor(count);
    }

    /// The non-negative index of an axis.
    public int axis(int axis) {
        int index = axis < 0 ? dims.size() + axis : axis;
        if (index < 0 || index >= dims.size()) {
            throw new ShapeException("no axis " + axis + " in " + this);
        }
        return index;
    }

    public ValueType withDim(int axis, Dim dim) {
        var changed = new ArrayList<>(dims);
        changed.set(axis(axis), dim);
        return new ValueType(dtype, changed);
    }

    public ValueType withDType(DType other) {
        return new ValueType(other, dims);
    }

    @Override
    public String toString() {
        return dims.stream()
                .map(Dim::toString)
                .collect(
                        Collectors.joining(", ", dtype.name().toLowerCase(Locale.ROOT) + "[", "]"));
    }
}
