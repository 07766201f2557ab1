package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.quant.MinimaColumns;
import dev.nunchi.engine.quant.NBitsPacking;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// One of the operands that ONNX Runtime's MatMulNBits wants instead of a quantised matrix with
/// minima, where those are zero points and further columns: see [MinimaColumns].
record FoldedWeight(MatrixRows matrix, NBitsPacking packing, Operand operand) implements Weight {
    /// Which operand. `B` is [MinimaColumns#blocks()].
    enum Operand {
        /// `[N, B, bytes of a block]` uint8.
        BLOCKS,
        /// `[N · B]` float32.
        SCALES,
        /// `[N · bytes of a row's]` uint8.
        ZERO_POINTS
    }

    private MinimaColumns columns() {
        return new MinimaColumns(packing, matrix.inputs());
    }

    @Override
    public ValueType type() {
        long outputs = matrix.outputs();
        var columns = columns();
        return switch (operand) {
            case BLOCKS ->
                    ValueType.of(
                            DType.U8,
                            Dim.of(outputs),
                            Dim.of(columns.blocks()),
                            Dim.of(packing.packedBlockBytes()));
            case SCALES -> ValueType.of(DType.F32, Dim.of(outputs * columns.blocks()));
            case ZERO_POINTS -> ValueType.of(DType.U8, Dim.of(outputs * columns.zeroPointBytes()));
        };
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        var columns = columns();
        var row = columns.newRow();
        var codes = new byte[matrix.inputs() / packing.blockSize() * packing.packedBlockBytes()];
        for (int n = 0; n < matrix.outputs(); n++) {
            columns.read(matrix.row(n), row);
            switch (operand) {
                case BLOCKS -> {
                    packing.packBlocks(matrix.row(n), codes);
                    sink.accept(MemorySegment.ofArray(codes));
                    sink.accept(MemorySegment.ofArray(row.codes()));
                }
                case SCALES -> sink.accept(MemorySegment.ofArray(row.scales()));
                case ZERO_POINTS -> sink.accept(MemorySegment.ofArray(row.zeroPoints()));
            }
        }
    }
}
