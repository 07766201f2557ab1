package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// One of the operands that ONNX Runtime's MatMulNBits wants instead of a matrix, rounded to 8 bits
/// in blocks of 128.
///
/// For Q6_K, whose blocks of 16 take 12 bits a weight once the operator has laid them out: these
/// take 8.5. A weight moves by at most 1/254 of the largest in its block, which is less than what
/// rounding the input does; where inputs stay float32, [NBitsWeight] keeps the weights.
record RegroupedWeight(MatrixRows matrix, Operand operand) implements Weight {
    static final int BLOCK = 128;

    private static final int LARGEST_CODE = 127;
    private static final int ZERO_POINT = 128;

    /// Which operand.
    enum Operand {
        /// `[N, K/128, 128]` uint8.
        BLOCKS,
        /// `[N · K/128]` float32.
        SCALES
    }

    private int blocks() {
        return matrix.inputs() / BLOCK;
    }

    @Override
    public ValueType type() {
        return switch (operand) {
            case BLOCKS ->
                    ValueType.of(
                            DType.U8, Dim.of(matrix.outputs()), Dim.of(blocks()), Dim.of(BLOCK));
            case SCALES -> ValueType.of(DType.F32, Dim.of((long) matrix.outputs() * blocks()));
        };
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        var row = new float[matrix.inputs()];
        var codes = new byte[row.length];
        var scales = new float[blocks()];
        for (int n = 0; n < matrix.outputs(); n++) {
            matrix.readRow(n, row);
            for (int b = 0; b < scales.length; b++) {
                scales[b] = largest(row, b * BLOCK) / LARGEST_CODE;
                for (int i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
                    int code = scales[b] == 0 ? 0 : Math.round(row[i] / scales[b]);
                    codes[i] = (byte) (code + ZERO_POINT);
                }
            }
            sink.accept(
                    switch (operand) {
                        case BLOCKS -> MemorySegment.ofArray(codes);
                        case SCALES -> MemorySegment.ofArray(scales);
                    });
        }
    }

    private static float largest(float[] row, int from) {
        float largest = 0;
        for (int i = from; i < from + BLOCK; i++) {
            largest = Math.max(largest, Math.abs(row[i]));
        }
        return largest;
    }
}
