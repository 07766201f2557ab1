package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A matrix of a checkpoint, `[N, K]` there, as `[K, N]` float32 for MatMul.
///
/// Written in stripes of input rows, so that even a large head is never in memory as a whole; each
/// stripe decodes the matrix anew.
record TransposedWeight(MatrixRows matrix) implements Weight {
    private static final long STRIPE_BYTES = 32L << 20;

    @Override
    public ValueType type() {
        return ValueType.of(DType.F32, Dim.of(matrix.inputs()), Dim.of(matrix.outputs()));
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        int inputs = matrix.inputs();
        int outputs = matrix.outputs();
        int stripe = Math.clamp(STRIPE_BYTES / (4L * outputs), 1, inputs);
        var row = new float[inputs];
        for (int start = 0; start < inputs; start += stripe) {
            int height = Math.min(stripe, inputs - start);
            var values = new float[Math.multiplyExact(height, outputs)];
            for (int n = 0; n < outputs; n++) {
                matrix.readRow(n, row);
                for (int k = 0; k < height; k++) {
                    values[k * outputs + n] = row[start + k];
                }
            }
            sink.accept(MemorySegment.ofArray(values));
        }
    }
}
