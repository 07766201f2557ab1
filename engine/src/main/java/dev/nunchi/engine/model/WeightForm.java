package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.quant.BlockCodes;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// How a weight enters a graph as inputs: codes, scales and minima apart, put together again within
/// the graph.
///
/// ```
/// codes ─ nibbles ─ Cast ─ Mul ─ Add ─ Reshape ─► [N, K]
/// scales ─ Cast ───────────┘     │
/// minima ─ Cast ─────────────────┘
/// ```
///
/// Of Q4_0, Q4_1 and Q8_0 the parts are the file's bytes; other blocks are taken apart when they
/// are brought, codes in a byte each or, where they fit, in a nibble. The result equals
/// `quant.BlockCodec`'s bit by bit.
///
/// @param shape the weight's own
record WeightForm(TensorFormat format, Shape shape) {
    /// One graph input.
    ///
    /// @param suffix what its name adds to the weight's
    /// @param width elements in a group
    record Part(String suffix, DType dtype, int width, Content content) {
        int bytes() {
            return Math.toIntExact(dtype.bytesFor(width));
        }
    }

    /// Where a part's elements come from.
    sealed interface Content {
        /// The decoded weight.
        record Decoded() implements Content {}

        /// Bytes of every stored block, from `offset` on.
        record Bytes(int offset) implements Content {}

        /// Codes of a group in a byte each.
        record Codes() implements Content {}

        /// Codes of a group in nibbles, the first half low, the second half high.
        ///
        /// @param least the code that nibble 0 stands for
        record Nibbles(int least) implements Content {}

        /// Scales of the groups.
        record Scales() implements Content {}

        /// Minima of the groups.
        record Minima() implements Content {}
    }

    private static final Part FLOATS = new Part("", DType.F32, 1, new Content.Decoded());
    private static final Part STORED_SCALES =
            new Part(".scales", DType.F16, 1, new Content.Bytes(0));
    private static final Part SCALES = new Part(".scales", DType.F32, 1, new Content.Scales());
    private static final Part MINIMA = new Part(".minima", DType.F32, 1, new Content.Minima());

    static WeightForm of(StoredTensor tensor, Precision precision) {
        return switch (precision) {
            case FLOAT32 -> new WeightForm(TensorFormat.F32, tensor.shape());
            case STORED -> new WeightForm(tensor.format(), tensor.shape());
        };
    }

    List<Part> parts() {
        return switch (format) {
            case F32 -> List.of(FLOATS);
            case F16 -> List.of(new Part("", DType.F16, 1, new Content.Bytes(0)));
            case BF16 -> List.of(new Part("", DType.BF16, 1, new Content.Bytes(0)));
            case Q4_0 -> List.of(codes(DType.U8, 16, new Content.Bytes(2)), STORED_SCALES);
            case Q4_1 ->
                    List.of(
                            codes(DType.U8, 16, new Content.Bytes(4)),
                            STORED_SCALES,
                            new Part(".minima", DType.F16, 1, new Content.Bytes(2)));
            case Q8_0 -> List.of(codes(DType.I8, 32, new Content.Bytes(2)), STORED_SCALES);
            case Q2_K -> List.of(nibbles(), SCALES, MINIMA);
            case Q3_K -> List.of(nibbles(), SCALES);
            case Q4_K -> List.of(nibbles(), SCALES, MINIMA);
            case Q5_1, Q5_K -> List.of(bytes(), SCALES, MINIMA);
            case Q5_0, Q6_K, IQ4_NL, IQ4_XS -> List.of(bytes(), SCALES);
            case I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " does not hold real numbers");
        };
    }

    private static Part codes(DType dtype, int width, Content content) {
        return new Part(".codes", dtype, width, content);
    }

    private Part nibbles() {
        return codes(DType.U8, format.groupSize() / 2, new Content.Nibbles(leastCode()));
    }

    private Part bytes() {
        return codes(DType.I8, format.groupSize(), new Content.Codes());
    }

    /// What a nibble of 0 stands for.
    private int leastCode() {
        return switch (format) {
            case Q4_0 -> -8;
            case Q3_K -> -4;
            default -> 0;
        };
    }

    /// The shape of a part: the weight's own, or `[N, K / group, width]`.
    Shape shapeOf(Part part) {
        if (!format.isQuantised()) {
            return shape;
        }
        var dims = new ArrayList<>(shape.dims().subList(0, shape.rank() - 1));
        dims.add(shape.dim(-1) / format.groupSize());
        dims.add((long) part.width());
        return new Shape(dims);
    }

    /// The type of a part whose outermost extent is a symbol, so that runs can bring some rows.
    ValueType typeOf(Part part, Dim rows) {
        return ValueType.of(part.dtype(), shapeOf(part)).withDim(0, rows);
    }

    /// @param parts the values of [#parts()], in order
    /// @return the weight in its own shape, float32
    Value assemble(Scope scope, List<Value> parts) {
        if (!format.isQuantised()) {
            return floats(scope, parts.getFirst());
        }
        var codes = scaled(scope, codes(scope, parts.getFirst()), parts.get(1));
        return rows(
                scope, format.hasMinima() ? scope.add(codes, floats(scope, parts.get(2))) : codes);
    }

    private Value codes(Scope scope, Value stored) {
        if (stored.type().dtype() == DType.I8) {
            return scope.cast(stored, DType.F32);
        }
        var nibbles = nibbles(scope, stored);
        return leastCode() == 0 ? nibbles : scope.add(nibbles, scope.scalar(leastCode()));
    }

    private static Value floats(Scope scope, Value stored) {
        return stored.type().dtype() == DType.F32 ? stored : scope.cast(stored, DType.F32);
    }

    private static Value scaled(Scope scope, Value codes, Value scales) {
        return scope.mul(codes, floats(scope, scales));
    }

    /// The first half of a group lies in the low nibbles, the second in the high ones.
    private static Value nibbles(Scope scope, Value codes) {
        var low = scope.bitwiseAnd(codes, 0xF);
        var high = scope.shiftRight(codes, 4);
        return scope.cast(scope.concat(-1, low, high), DType.F32);
    }

    private Value rows(Scope scope, Value blocks) {
        return scope.reshape(blocks, 0, shape.dim(-1));
    }

    /// Writes what a row has of `part`.
    ///
    /// @param into exactly the part's bytes of a row
    void fill(Part part, StoredTensor tensor, long row, MemorySegment into) {
        if (part.content() instanceof Content.Decoded) {
            var values = new float[Math.toIntExact(tensor.rowElements())];
            tensor.readRow(row, values, 0);
            MemorySegment.copy(values, 0, into, Tensor.FLOAT, 0, values.length);
            return;
        }
        var stored = tensor.row(row);
        long blocks = stored.byteSize() / format.blockBytes();
        if (part.content() instanceof Content.Bytes(int offset)) {
            for (long b = 0; b < blocks; b++) {
                long from = b * format.blockBytes() + offset;
                MemorySegment.copy(stored, from, into, b * part.bytes(), part.bytes());
            }
            return;
        }
        var block = new BlockCodes(format);
        long width = into.byteSize() / blocks;
        for (long b = 0; b < blocks; b++) {
            block.read(stored, b);
            fill(part.content(), block, into.asSlice(b * width, width));
        }
    }

    private void fill(Content content, BlockCodes block, MemorySegment into) {
        switch (content) {
            case Content.Codes() ->
                    MemorySegment.copy(
                            MemorySegment.ofArray(block.codes()), 0, into, 0, block.codes().length);
            case Content.Nibbles(int least) -> fillNibbles(block.codes(), least, into);
            case Content.Scales() ->
                    MemorySegment.copy(
                            block.scales(), 0, into, Tensor.FLOAT, 0, block.scales().length);
            case Content.Minima() ->
                    MemorySegment.copy(
                            block.minima(), 0, into, Tensor.FLOAT, 0, block.minima().length);
            case Content.Decoded(), Content.Bytes(_) ->
                    throw new IllegalArgumentException("not of codes: " + content);
        }
    }

    private void fillNibbles(byte[] codes, int least, MemorySegment into) {
        int half = format.groupSize() / 2;
        for (int i = 0; i < codes.length / 2; i++) {
            int first = i / half * 2 * half + i % half;
            int nibbles = (codes[first] - least) | ((codes[first + half] - least) << 4);
            into.set(ValueLayout.JAVA_BYTE, i, (byte) nibbles);
        }
    }
}
