package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// How a weight enters a graph as inputs: the stored bytes, taken apart by kind and put together
/// again within the graph.
///
/// ```
/// codes ─ nibbles ─ Cast ─ Mul ─ Add ─ Reshape ─► [N, K]
/// scales ─ Cast ───────────┘     │
/// minima ─ Cast ─────────────────┘
/// ```
///
/// The result equals `quant.BlockCodec`'s bit by bit.
///
/// @param shape the weight's own
record WeightForm(TensorFormat format, Shape shape) {
    /// One graph input.
    ///
    /// @param suffix what its name adds to the weight's
    /// @param offset where its bytes start in a stored block
    /// @param width elements in a block
    record Part(String suffix, DType dtype, int offset, int width) {
        int bytes() {
            return Math.toIntExact(dtype.bytesFor(width));
        }
    }

    private static final Part FLOATS = new Part("", DType.F32, 0, 1);
    private static final Part SCALES = new Part(".scales", DType.F16, 0, 1);

    static WeightForm of(StoredTensor tensor, Precision precision) {
        return switch (precision) {
            case FLOAT32 -> new WeightForm(TensorFormat.F32, tensor.shape());
            case STORED -> new WeightForm(tensor.format(), tensor.shape());
        };
    }

    List<Part> parts() {
        return switch (format) {
            case F32 -> List.of(FLOATS);
            case F16 -> List.of(new Part("", DType.F16, 0, 1));
            case BF16 -> List.of(new Part("", DType.BF16, 0, 1));
            case Q4_0 -> List.of(new Part(".codes", DType.U8, 2, 16), SCALES);
            case Q4_1 ->
                    List.of(
                            new Part(".codes", DType.U8, 4, 16),
                            SCALES,
                            new Part(".minima", DType.F16, 2, 1));
            case Q8_0 -> List.of(new Part(".codes", DType.I8, 2, 32), SCALES);
            case I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " does not hold real numbers");
        };
    }

    /// The shape of a part: the weight's own, or `[N, K/32, width]`.
    Shape shapeOf(Part part) {
        if (!format.isQuantised()) {
            return shape;
        }
        var dims = new ArrayList<>(shape.dims().subList(0, shape.rank() - 1));
        dims.add(shape.dim(-1) / format.blockSize());
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
        return switch (format) {
            case F32 -> parts.getFirst();
            case F16, BF16 -> scope.cast(parts.getFirst(), DType.F32);
            case Q4_0 -> {
                var codes = scope.sub(nibbles(scope, parts.get(0)), scope.scalar(8));
                yield rows(scope, scaled(scope, codes, parts.get(1)));
            }
            case Q4_1 -> {
                var product = scaled(scope, nibbles(scope, parts.get(0)), parts.get(1));
                yield rows(scope, scope.add(product, scope.cast(parts.get(2), DType.F32)));
            }
            case Q8_0 -> {
                var codes = scope.cast(parts.get(0), DType.F32);
                yield rows(scope, scaled(scope, codes, parts.get(1)));
            }
            case I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " does not hold real numbers");
        };
    }

    private static Value scaled(Scope scope, Value codes, Value scales) {
        return scope.mul(codes, scope.cast(scales, DType.F32));
    }

    /// Elements 0..15 of a block lie in the low nibbles, 16..31 in the high ones.
    private static Value nibbles(Scope scope, Value codes) {
        var low = scope.bitwiseAnd(codes, 0xF);
        var high = scope.shiftRight(codes, 4);
        return scope.cast(scope.concat(-1, low, high), DType.F32);
    }

    private Value rows(Scope scope, Value blocks) {
        return scope.reshape(blocks, 0, shape.dim(-1));
    }
}
