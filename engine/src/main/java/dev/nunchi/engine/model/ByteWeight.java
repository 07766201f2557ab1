package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/// A matrix `[N, K]` turned by [Hadamard] and rounded to bytes with one scale for each of its rows:
/// `(W·H)[n, k] ≈ scale[n] · code[k, n]`.
///
/// The scale is the turned row's largest magnitude over 127, so that an element is off by at most
/// half a step. Written with all cores.
record ByteWeight(MatrixRows matrix, Operand operand) implements Weight {
    /// Which operand of the product.
    enum Operand {
        /// `[K, N]` int8, −127 to 127.
        CODES,
        /// `[N]` float32.
        SCALES
    }

    /// The largest code.
    static final int LARGEST = 127;

    @Override
    public ValueType type() {
        var outputs = Dim.of(matrix.outputs());
        return switch (operand) {
            case CODES -> ValueType.of(DType.I8, Dim.of(matrix.inputs()), outputs);
            case SCALES -> ValueType.of(DType.F32, outputs);
        };
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        switch (operand) {
            case CODES ->
                    new Stripes(matrix, Byte.BYTES)
                            .each((start, height) -> writeCodes(sink, start, height));
            case SCALES -> writeScales(sink);
        }
    }

    private void writeCodes(Sink sink, int start, int height) throws IOException {
        int outputs = matrix.outputs();
        var codes = new byte[Math.multiplyExact(height, outputs)];
        rows((n, row) -> {
            float scale = scale(row);
            float inverse = scale == 0 ? 0 : 1 / scale;
            for (int k = 0; k < height; k++) {
                int code = Math.round(row[start + k] * inverse);
                codes[k * outputs + n] = (byte) Math.clamp(code, -LARGEST, LARGEST);
            }
        });
        sink.accept(MemorySegment.ofArray(codes));
    }

    private void writeScales(Sink sink) throws IOException {
        var scales = new float[matrix.outputs()];
        rows((n, row) -> scales[n] = scale(row));
        sink.accept(MemorySegment.ofArray(scales));
    }

    /// What is done with a turned row.
    @FunctionalInterface
    private interface RowUse {
        void use(int n, float[] row);
    }

    private void rows(RowUse use) {
        var hadamard = Hadamard.of(matrix.inputs());
        IntStream.range(0, matrix.outputs())
                .parallel()
                .forEach(n -> {
                    var row = new float[matrix.inputs()];
                    matrix.readRow(n, row);
                    hadamard.apply(row);
                    use.use(n, row);
                });
    }

    private static float scale(float[] row) {
        float largest = 0;
        for (float value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest / LARGEST;
    }
}
