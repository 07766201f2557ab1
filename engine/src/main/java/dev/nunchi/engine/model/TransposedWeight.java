package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A matrix of a checkpoint, `[N, K]` there, as `[K, N]` float32 for MatMul; written in [Stripes].
record TransposedWeight(MatrixRows matrix) implements Weight {
    @Override
    public ValueType type() {
        return ValueType.of(DType.F32, Dim.of(matrix.inputs()), Dim.of(matrix.outputs()));
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        int outputs = matrix.outputs();
        var row = new float[matrix.inputs()];
        new Stripes(matrix, Float.BYTES)
                .each((start, height) -> {
                    var values = new float[Math.multiplyExact(height, outputs)];
                    for (int n = 0; n < outputs; n++) {
                        matrix.readRow(n, row);
                        for (int k = 0; k < height; k++) {
                            values[k * outputs + n] = row[start + k];
                        }
                    }
                    sink.accept(MemorySegment.ofArray(values));
                });
    }
}
