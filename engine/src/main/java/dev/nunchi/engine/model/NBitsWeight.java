package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.quant.NBitsPacking;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// One of the operands that ONNX Runtime's MatMulNBits wants instead of a quantised matrix.
///
/// ```
/// block of weights: x = d · q + m   →   d · (q − c)   +   (m + c · d)
///                                       MatMulNBits       minima
/// ```
///
/// Lossless: codes and scales are the file's; see [NBitsPacking]. `R` is its block size.
record NBitsWeight(MatrixRows matrix, NBitsPacking packing, Operand operand) implements Weight {
    /// Which operand.
    enum Operand {
        /// `[N, K/R, bytes of a block]` uint8.
        BLOCKS,
        /// `[N · K/R]` float32: `d`.
        SCALES,
        /// `[K/R, N]` float32: `m + c · d`, to be multiplied with the sums of the input's blocks.
        MINIMA
    }

    private int blocks() {
        return matrix.inputs() / packing.blockSize();
    }

    @Override
    public ValueType type() {
        var outputs = Dim.of(matrix.outputs());
        var blocks = Dim.of(blocks());
        return switch (operand) {
            case BLOCKS ->
                    ValueType.of(DType.U8, outputs, blocks, Dim.of(packing.packedBlockBytes()));
            case SCALES -> ValueType.of(DType.F32, Dim.of((long) matrix.outputs() * blocks()));
            case MINIMA -> ValueType.of(DType.F32, blocks, outputs);
        };
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        switch (operand) {
            case BLOCKS -> writeBlocks(sink);
            case SCALES -> writeScales(sink);
            case MINIMA -> writeMinima(sink);
        }
    }

    private void writeBlocks(Sink sink) throws IOException {
        var packed = new byte[blocks() * packing.packedBlockBytes()];
        for (int n = 0; n < matrix.outputs(); n++) {
            packing.packBlocks(matrix.row(n), packed);
            sink.accept(MemorySegment.ofArray(packed));
        }
    }

    private void writeScales(Sink sink) throws IOException {
        var scales = new float[blocks()];
        for (int n = 0; n < matrix.outputs(); n++) {
            packing.readScales(matrix.row(n), scales);
            sink.accept(MemorySegment.ofArray(scales));
        }
    }

    private void writeMinima(Sink sink) throws IOException {
        int outputs = matrix.outputs();
        var minima = new float[blocks()];
        var transposed = new float[Math.multiplyExact(blocks(), outputs)];
        for (int n = 0; n < outputs; n++) {
            packing.readMinima(matrix.row(n), minima);
            for (int b = 0; b < minima.length; b++) {
                transposed[b * outputs + n] = minima[b];
            }
        }
        sink.accept(MemorySegment.ofArray(transposed));
    }
}
