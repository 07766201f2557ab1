package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A stored tensor as float32, decoded row by row while it is written.
record RowsWeight(StoredTensor tensor, Shape shape) implements Weight {
    RowsWeight {
        if (shape.count() != tensor.shape().count()) {
            throw new IllegalArgumentException(tensor + " cannot be " + shape);
        }
    }

    @Override
    public ValueType type() {
        return ValueType.of(DType.F32, shape);
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        var row = new float[Math.toIntExact(tensor.rowElements())];
        for (long r = 0; r < tensor.rows(); r++) {
            tensor.readRow(r, row, 0);
            sink.accept(MemorySegment.ofArray(row));
        }
    }
}
