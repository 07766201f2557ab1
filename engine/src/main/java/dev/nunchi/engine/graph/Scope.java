package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A place in a graph's namespace where nodes can be added: one method an op.
///
/// Names follow the ecosystem: node `/model/layers.0/attn/MatMul`, its output `…/output_0`.
public final class Scope {
    /// The uint8 that stands for 0.
    public static final int BYTE_ZERO = 128;

    private final GraphBuilder graph;
    private final String path;

    Scope(GraphBuilder graph, String path) {
        this.graph = graph;
        this.path = path;
    }

    /// The scope below this one, e.g. `layers.0`.
    public Scope enter(String name) {
        return new Scope(graph, path + "/" + name);
    }

    /// A constant under a name of its own, see [GraphBuilder#initializer].
    public Value weight(String name, Weight weight) {
        return graph.initializer(name, weight);
    }

    /// A float32 constant of one element.
    public Value scalar(float value) {
        return graph.initializer(
                "constant." + value, Weight.of(Tensor.ofFloats(Shape.of(), new float[] {value})));
    }

    /// An int64 constant vector.
    public Value integers(long... values) {
        var name = new StringBuilder("constant.i64");
        for (long value : values) {
            name.append('_').append(value);
        }
        return graph.initializer(
                name.toString(), Weight.of(Tensor.ofLongs(Shape.of(values.length), values)));
    }

    public Value add(Value a, Value b) {
        return one(Op.ADD, Map.of(), a, b);
    }

    public Value sub(Value a, Value b) {
        return one(Op.SUB, Map.of(), a, b);
    }

    public Value mul(Value a, Value b) {
        return one(Op.MUL, Map.of(), a, b);
    }

    public Value div(Value a, Value b) {
        return one(Op.DIV, Map.of(), a, b);
    }

    /// The same value under another name: a graph's output cannot be its input or another output.
    public Value identity(Value x) {
        return one(Op.IDENTITY, Map.of(), x);
    }

    public Value abs(Value x) {
        return one(Op.ABS, Map.of(), x);
    }

    public Value sqrt(Value x) {
        return one(Op.SQRT, Map.of(), x);
    }

    public Value exp(Value x) {
        return one(Op.EXP, Map.of(), x);
    }

    public Value erf(Value x) {
        return one(Op.ERF, Map.of(), x);
    }

    public Value tanh(Value x) {
        return one(Op.TANH, Map.of(), x);
    }

    public Value sigmoid(Value x) {
        return one(Op.SIGMOID, Map.of(), x);
    }

    /// Over the innermost axis.
    public Value softmax(Value x) {
        return one(Op.SOFTMAX, Map.of("axis", Attribute.of(-1)), x);
    }

    public Value matMul(Value a, Value b) {
        return one(Op.MATMUL, Map.of(), a, b);
    }

    /// `alpha · a · b` in one node.
    public Value scaledMatMul(float alpha, Value a, Value b) {
        return fusedMatMul(alpha, 0, 0, a, b);
    }

    /// `alpha · a · bᵀ` in one node.
    public Value matMulTransposed(float alpha, Value a, Value b) {
        return fusedMatMul(alpha, 0, 1, a, b);
    }

    /// `alpha · aᵀ · b` in one node.
    public Value transposedMatMul(float alpha, Value a, Value b) {
        return fusedMatMul(alpha, 1, 0, a, b);
    }

    private Value fusedMatMul(float alpha, long transA, long transB, Value a, Value b) {
        return one(
                Op.FUSED_MATMUL,
                Map.of(
                        "alpha", Attribute.of(alpha),
                        "transA", Attribute.of(transA),
                        "transB", Attribute.of(transB)),
                a,
                b);
    }

    public Value transpose(Value x, long... perm) {
        return one(Op.TRANSPOSE, Map.of("perm", Attribute.ofInts(perm)), x);
    }

    /// @param target 0 keeps the axis at its place; one −1 takes what the others leave
    public Value reshape(Value x, long... target) {
        return one(Op.RESHAPE, Map.of(), x, integers(target));
    }

    /// All axes but the innermost, whose extent is known, as one.
    public Value rows(Value x) {
        return x.type().rank() == 2 ? x : reshape(x, -1, x.type().size(-1));
    }

    /// Adds an axis of extent 1 at `axis` of the result.
    public Value unsqueeze(Value x, int axis) {
        return one(Op.UNSQUEEZE, Map.of(), x, integers(axis));
    }

    /// Drops an axis of extent 1.
    public Value squeeze(Value x, int axis) {
        return one(Op.SQUEEZE, Map.of(), x, integers(axis));
    }

    public Value concat(int axis, Value... parts) {
        return one(Op.CONCAT, Map.of("axis", Attribute.of(axis)), parts);
    }

    /// Elements `start..end` (exclusive) of an axis whose size is known.
    public Value slice(Value x, int axis, long start, long end) {
        return one(Op.SLICE, Map.of(), x, integers(start), integers(end), integers(axis));
    }

    /// Zeros before and after the elements of an axis whose size is known.
    public Value pad(Value x, int axis, long before, long after) {
        return one(Op.PAD, Map.of(), x, integers(before, after), scalar(0), integers(axis));
    }

    /// `data` with `updates` added to the rows that `indices` name, as often as they name them.
    ///
    /// @param indices `[…, n]` int64, along the `n` outermost axes
    public Value scatterAdd(Value data, Value indices, Value updates) {
        return one(Op.SCATTER_ND, Map.of("reduction", Attribute.of("add")), data, indices, updates);
    }

    /// The rows that `indices` name.
    ///
    /// @param indices `[…, n]` int64, along the `n` outermost axes
    public Value gatherNd(Value data, Value indices) {
        return one(Op.GATHER_ND, Map.of(), data, indices);
    }

    public Value gather(Value data, Value indices, int axis) {
        return one(Op.GATHER, Map.of("axis", Attribute.of(axis)), data, indices);
    }

    public Value expand(Value x, long... target) {
        return one(Op.EXPAND, Map.of(), x, integers(target));
    }

    /// Keeps the axis with extent 1.
    public Value reduceMean(Value x, int axis) {
        return one(Op.REDUCE_MEAN, Map.of("keepdims", Attribute.of(1)), x, integers(axis));
    }

    /// Drops the axis.
    public Value reduceSum(Value x, int axis) {
        return one(Op.REDUCE_SUM, Map.of("keepdims", Attribute.of(0)), x, integers(axis));
    }

    /// Keeps the axis with extent 1.
    public Value reduceMax(Value x, int axis) {
        return one(Op.REDUCE_MAX, Map.of("keepdims", Attribute.of(1)), x, integers(axis));
    }

    public Value equal(Value a, Value b) {
        return one(Op.EQUAL, Map.of(), a, b);
    }

    public Value cast(Value x, DType to) {
        return one(Op.CAST, Map.of("to", Attribute.of(to)), x);
    }

    /// @param x uint8
    public Value bitwiseAnd(Value x, int mask) {
        return one(Op.BITWISE_AND, Map.of(), x, byteOf(mask));
    }

    /// @param x uint8
    public Value shiftRight(Value x, int bits) {
        var direction = Map.of("direction", Attribute.of("RIGHT"));
        return one(Op.BIT_SHIFT, direction, x, byteOf(bits));
    }

    private Value byteOf(int value) {
        var one = Tensor.ofBytes(Shape.of(), new byte[] {(byte) value});
        return graph.initializer("constant.u8_" + value, Weight.of(one));
    }

    /// Over the innermost axis: `(x − mean) / sqrt(variance + epsilon) · scale + bias`.
    public Value layerNormalization(Value x, Value scale, Value bias, float epsilon) {
        return one(
                Op.LAYER_NORMALIZATION,
                Map.of("axis", Attribute.of(-1), "epsilon", Attribute.of(epsilon)),
                x,
                scale,
                bias);
    }

    /// Two-dimensional.
    ///
    /// @param x `[N, C, H, W]`
    /// @param weight `[C', C / group, h, w]`
    /// @param bias `[C']`, or [Value#ABSENT]
    public Value conv(Value x, Value weight, Value bias, Convolution form) {
        return one(
                Op.CONV,
                Map.of(
                        "group", Attribute.of(form.group()),
                        "pads", new Attribute.Ints(form.pads()),
                        "strides", Attribute.ofInts(form.stride(), form.stride())),
                x,
                weight,
                bias);
    }

    /// How a convolution moves.
    ///
    /// @param pads top, left, bottom, right
    public record Convolution(long group, long stride, List<Long> pads) {
        public Convolution {
            pads = List.copyOf(pads);
        }
    }

    public Value clip(Value x, float minimum, float maximum) {
        return one(Op.CLIP, Map.of(), x, scalar(minimum), scalar(maximum));
    }

    /// Exact (erf) GELU in one node.
    public Value gelu(Value x) {
        return one(Op.GELU, Map.of(), x);
    }

    /// `x · σ(alpha · x)` in one node.
    public Value quickGelu(Value x, float alpha) {
        return one(Op.QUICK_GELU, Map.of("alpha", Attribute.of(alpha)), x);
    }

    /// RMS normalisation in one node.
    public Value simplifiedLayerNormalization(Value x, Value scale, float epsilon) {
        return one(
                Op.SIMPLIFIED_LAYER_NORMALIZATION,
                Map.of("axis", Attribute.of(-1), "epsilon", Attribute.of(epsilon)),
                x,
                scale);
    }

    /// A sum and its normalisation, from one node.
    public record Normalised(Value normalised, Value sum) {}

    /// RMS normalisation of `x + skip`.
    public Normalised skipSimplifiedLayerNormalization(
            Value x, Value skip, Value scale, float epsilon) {
        var results =
                add(
                        Op.SKIP_SIMPLIFIED_LAYER_NORMALIZATION,
                        Map.of("epsilon", Attribute.of(epsilon)),
                        x,
                        skip,
                        scale);
        return new Normalised(results.get(0), results.get(3));
    }

    /// The form of a matrix of packed blocks.
    ///
    /// @param accuracyLevel 4: activations are rounded to int8 in blocks
    public record NBits(long k, long n, long bits, long blockSize, long accuracyLevel) {}

    /// `x · Wᵀ` with W in blocks, see [Op#MATMUL_NBITS].
    ///
    /// @param matrix blocks, scales and, if not the middle of the range, zero points
    public Value matMulNBits(Value x, NBits form, Value... matrix) {
        return one(
                Op.MATMUL_NBITS,
                Map.of(
                        "K", Attribute.of(form.k()),
                        "N", Attribute.of(form.n()),
                        "bits", Attribute.of(form.bits()),
                        "block_size", Attribute.of(form.blockSize()),
                        "accuracy_level", Attribute.of(form.accuracyLevel())),
                Stream.concat(Stream.of(x), Stream.of(matrix)).toArray(Value[]::new));
    }

    /// `x`, which lies within ±127, to the nearest whole number, as uint8 around [#BYTE_ZERO].
    public Value quantize(Value x) {
        return one(Op.QUANTIZE_LINEAR, Map.of(), x, scalar(1), byteOf(BYTE_ZERO));
    }

    /// `x · W` of whole numbers, float32.
    ///
    /// @param x of [#quantize]
    /// @param codes `[K, N]` int8
    /// @param scales `[N]` float32, what a code's 1 stands for
    public Value matMulIntegerToFloat(Value x, Value codes, Value scales) {
        return one(
                Op.MATMUL_INTEGER_TO_FLOAT,
                Map.of(),
                x,
                codes,
                scalar(1),
                scales,
                byteOf(BYTE_ZERO));
    }

    /// Any op; for the fused forms that only one caller needs.
    ///
    /// @return as many values as the op has outputs, [Value#ABSENT] where one is left out
    public List<Value> add(Op op, Map<String, Attribute> attributes, Value... operands) {
        return graph.add(op, path + "/" + op.onnxName(), attributes, operands);
    }

    private Value one(Op op, Map<String, Attribute> attributes, Value... operands) {
        return add(op, attributes, operands).getFirst();
    }
}
