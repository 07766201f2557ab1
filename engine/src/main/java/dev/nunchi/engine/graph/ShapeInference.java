package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Output types of every op, from its inputs' types and constants.
final class ShapeInference {
    private final Node node;
    private final Function<Value, Optional<long[]>> integers;

    private ShapeInference(Node node, Function<Value, Optional<long[]>> integers) {
        this.node = node;
        this.integers = integers;
    }

    /// @param integers the contents of constant integer values
    /// @return one type an output; empty where the output is left out
    /// @throws ShapeException if the inputs do not fit the op
    static List<Optional<ValueType>> infer(Node node, Function<Value, Optional<long[]>> integers) {
        int count = node.inputs().size();
        if (count < node.op().minInputs() || count > node.op().maxInputs()) {
            throw new ShapeException(node.name() + " has " + count + " inputs");
        }
        try {
            return new ShapeInference(node, integers).infer();
        } catch (ShapeException e) {
            throw new ShapeException(
                    "%s (%s of %s): %s"
                            .formatted(node.name(), node.op(), node.inputs(), e.getMessage()));
        }
    }

    private List<Optional<ValueType>> infer() {
        return switch (node.op()) {
            case ADD, SUB, MUL, DIV, BITWISE_AND, BIT_SHIFT -> one(broadcast(in(0), in(1)));
            case EQUAL -> one(broadcast(in(0), in(1)).withDType(DType.BOOL));
            case CAST -> one(in(0).withDType(node.type("to")));
            case SCATTER_ND, ROTARY_EMBEDDING -> one(in(0));
            case GATHER_ND -> one(gatherNd());
            case IDENTITY, ABS, SQRT, EXP, ERF, TANH, SIGMOID, SOFTMAX, GELU, QUICK_GELU, CLIP ->
                    one(in(0));
            case QUANTIZE_LINEAR -> one(in(0).withDType(in(2).dtype()));
            case MATMUL_INTEGER_TO_FLOAT -> one(matMul(in(0), in(1)).withDType(in(3).dtype()));
            case LAYER_NORMALIZATION, SIMPLIFIED_LAYER_NORMALIZATION -> {
                same(in(1).dim(-1), in(0).dim(-1));
                yield one(in(0));
            }
            case MATMUL -> one(matMul(in(0), in(1)));
            case FUSED_MATMUL -> one(matMul(operand(0, "transA"), operand(1, "transB")));
            case TRANSPOSE -> one(transpose());
            case RESHAPE -> one(reshape());
            case UNSQUEEZE -> one(unsqueeze());
            case SQUEEZE -> one(squeeze());
            case CONCAT -> one(concat());
            case SLICE -> one(slice());
            case PAD -> one(pad());
            case GATHER -> one(gather());
            case EXPAND -> one(expand());
            case REDUCE_SUM, REDUCE_MEAN, REDUCE_MAX -> one(reduce());
            case CONV -> one(conv());
            case SKIP_SIMPLIFIED_LAYER_NORMALIZATION, SKIP_LAYER_NORMALIZATION -> skipNorm();
            case MULTI_HEAD_ATTENTION -> one(in(0).withDim(-1, in(2).dim(-1)));
            case GROUP_QUERY_ATTENTION -> groupQueryAttention();
            case MATMUL_NBITS -> one(matMulNBits());
        };
    }

    private ValueType in(int index) {
        return node.inputs().get(index).type();
    }

    private static List<Optional<ValueType>> one(ValueType type) {
        return List.of(Optional.of(type));
    }

    private static Dim same(Dim a, Dim b) {
        if (!a.equals(b)) {
            throw new ShapeException(a + " against " + b);
        }
        return a;
    }

    private long[] constant(int input) {
        return integers.apply(node.inputs().get(input))
                .orElseThrow(
                        () -> new ShapeException("input " + input + " must be a constant int64"));
    }

    private static ValueType broadcast(ValueType a, ValueType b) {
        if (a.dtype() != b.dtype()) {
            throw new ShapeException(a.dtype() + " with " + b.dtype());
        }
        return new ValueType(a.dtype(), broadcast(a.dims(), b.dims()));
    }

    private static List<Dim> broadcast(List<Dim> a, List<Dim> b) {
        int rank = Math.max(a.size(), b.size());
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < rank; i++) {
            Dim left = i < rank - a.size() ? Dim.of(1) : a.get(i - rank + a.size());
            Dim right = i < rank - b.size() ? Dim.of(1) : b.get(i - rank + b.size());
            dims.add(
                    left.equals(Dim.of(1))
                            ? right
                            : right.equals(Dim.of(1)) ? left : same(left, right));
        }
        return dims;
    }

    private static ValueType matMul(ValueType a, ValueType b) {
        same(a.dim(-1), b.dim(-2));
        int rankA = a.rank();
        int rankB = b.rank();
        var batch = broadcast(a.dims().subList(0, rankA - 2), b.dims().subList(0, rankB - 2));
        var dims = new ArrayList<>(batch);
        dims.add(a.dim(-2));
        dims.add(b.dim(-1));
        return new ValueType(a.dtype(), dims);
    }

    private ValueType transpose() {
        var perm = node.integers("perm");
        if (perm.size() != in(0).rank()) {
            throw new ShapeException("perm " + perm + " of rank " + in(0).rank());
        }
        return new ValueType(
                in(0).dtype(), perm.stream().map(axis -> in(0).dim(axis.intValue())).toList());
    }

    /// 0 keeps the axis at its place; there is no −1, so that nothing is left to guess.
    private ValueType operand(int index, String swapped) {
        var type = in(index);
        return node.integer(swapped) == 0
                ? type
                : type.withDim(-1, type.dim(-2)).withDim(-2, type.dim(-1));
    }

    private ValueType reshape() {
        var target = constant(1);
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < target.length; i++) {
            dims.add(target[i] == 0 ? in(0).dim(i) : Dim.of(Math.max(target[i], 1)));
        }
        var rest = Dim.quotient(in(0).dims(), dims);
        int open = indexOf(target, -1);
        if (open >= 0 && rest.isPresent()) {
            dims.set(open, rest.get());
        } else if (open >= 0 || !rest.equals(Optional.of(Dim.of(1)))) {
            throw new ShapeException("cannot become " + dims);
        }
        return new ValueType(in(0).dtype(), dims);
    }

    private static int indexOf(long[] values, long wanted) {
        int index = values.length - 1;
        while (index >= 0 && values[index] != wanted) {
            index--;
        }
        return index;
    }

    private ValueType unsqueeze() {
        var dims = new ArrayList<>(in(0).dims());
        dims.add((int) constant(1)[0], Dim.of(1));
        return new ValueType(in(0).dtype(), dims);
    }

    private ValueType squeeze() {
        var dims = new ArrayList<>(in(0).dims());
        same(dims.remove(in(0).axis((int) constant(1)[0])), Dim.of(1));
        return new ValueType(in(0).dtype(), dims);
    }

    private ValueType concat() {
        int axis = (int) node.integer("axis");
        Dim total = in(0).dim(axis);
        for (int i = 1; i < node.inputs().size(); i++) {
            if (!in(i).withDim(axis, total).equals(in(0).withDim(axis, total))) {
                throw new ShapeException(in(i) + " after " + in(0));
            }
            total = total.plus(in(i).dim(axis));
        }
        return in(0).withDim(axis, total);
    }

    private ValueType slice() {
        int axis = (int) constant(3)[0];
        long size = in(0).size(axis);
        long start = constant(1)[0];
        long end = Math.min(constant(2)[0], size);
        if (start < 0 || start >= end) {
            throw new ShapeException("slice %d..%d of %d".formatted(start, end, size));
        }
        return in(0).withDim(axis, Dim.of(end - start));
    }

    private ValueType pad() {
        var pads = constant(1);
        int axis = (int) constant(3)[0];
        return in(0).withDim(axis, Dim.of(pads[0] + in(0).size(axis) + pads[1]));
    }

    private ValueType gather() {
        int axis = in(0).axis((int) node.integer("axis"));
        var dims = new ArrayList<>(in(0).dims().subList(0, axis));
        dims.addAll(in(1).dims());
        dims.addAll(in(0).dims().subList(axis + 1, in(0).rank()));
        return new ValueType(in(0).dtype(), dims);
    }

    private ValueType gatherNd() {
        var indices = in(1);
        int named = Math.toIntExact(indices.size(-1));
        var dims = new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
        dims.addAll(in(0).dims().subList(named, in(0).rank()));
        return new ValueType(in(0).dtype(), dims);
    }

    private ValueType expand() {
        var target = constant(1);
        var dims = new ArrayList<Dim>();
        for (long size : target) {
            dims.add(Dim.of(size));
        }
        return new ValueType(in(0).dtype(), broadcast(in(0).dims(), dims));
    }

    private ValueType reduce() {
        var type = in(0);
        for (long axis : constant(1)) {
            type = type.withDim((int) axis, Dim.of(1));
        }
        return node.integer("keepdims") == 1 ? type : without(constant(1));
    }

    private ValueType without(long... axes) {
        var left = new ArrayList<Dim>();
        for (int axis = 0; axis < in(0).rank(); axis++) {
            int index = axis;
            if (Arrays.stream(axes).noneMatch(a -> in(0).axis((int) a) == index)) {
                left.add(in(0).dim(axis));
            }
        }
        return new ValueType(in(0).dtype(), left);
    }

    private ValueType conv() {
        var strides = node.integers("strides");
        var pads = node.integers("pads");
        same(Dim.of(in(1).size(1) * node.integer("group")), in(0).dim(1));
        var type = in(0).withDim(1, in(1).dim(0));
        for (int i = 0; i < 2; i++) {
            long padded = in(0).size(2 + i) + pads.get(i) + pads.get(2 + i);
            type = type.withDim(2 + i, Dim.of((padded - in(1).size(2 + i)) / strides.get(i) + 1));
        }
        return type;
    }

    private List<Optional<ValueType>> skipNorm() {
        var sum = broadcast(in(0), in(1));
        same(in(2).dim(-1), sum.dim(-1));
        return List.of(Optional.of(sum), Optional.empty(), Optional.empty(), Optional.of(sum));
    }

    private List<Optional<ValueType>> groupQueryAttention() {
        long heads = node.integer("num_heads");
        long kvHeads = node.integer("kv_num_heads");
        long headDim = in(3).size(-1);
        boolean packed = node.inputs().get(1).isAbsent();
        same(in(0).dim(-1), Dim.of((packed ? heads + 2 * kvHeads : heads) * headDim));
        same(in(3).dim(1), Dim.of(kvHeads));
        return List.of(
                Optional.of(in(0).withDim(-1, Dim.of(heads * headDim))),
                Optional.of(in(3)),
                Optional.of(in(4)));
    }

    private ValueType matMulNBits() {
        long k = node.integer("K");
        same(in(0).dim(-1), Dim.of(k));
        long blocks = (k + node.integer("block_size") - 1) / node.integer("block_size");
        long blockBytes = node.integer("block_size") * node.integer("bits") / 8;
        var packed =
                ValueType.of(
                        DType.U8, Dim.of(node.integer("N")), Dim.of(blocks), Dim.of(blockBytes));
        if (!in(1).equals(packed)) {
            throw new ShapeException("packed weights must be " + packed);
        }
        return in(0).withDim(-1, Dim.of(node.integer("N")));
    }
}
