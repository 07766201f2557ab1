package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Node;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.ValueType;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A forward node as its rule sees it: its values within the backward graph, and the gradient of
/// its output.
final class Adjoint {
    private final Tape tape;
    private final Scope scope;
    private final Node node;
    private final Value gradient;

    Adjoint(Tape tape, Scope scope, Node node, Value gradient) {
        this.tape = tape;
        this.scope = scope;
        this.node = node;
        this.gradient = gradient;
    }

    Node node() {
        return node;
    }

    int inputs() {
        return node.inputs().size();
    }

    ValueType type(int input) {
        return node.inputs().get(input).type();
    }

    /// An input's value; computed again in the backward graph if it was not kept.
    Value input(int index) {
        return tape.value(node.inputs().get(index));
    }

    Value output() {
        return tape.value(node.outputs().getFirst());
    }

    /// The output's gradient, of the output's type.
    Value dy() {
        return expanded(scope, gradient, node.outputs().getFirst().type());
    }

    /// The output's gradient, perhaps with extent 1 where the output is longer: for rules that
    /// multiply it with something of the output's type.
    Value narrowDy() {
        return gradient;
    }

    /// The output's gradient as that of an input that was added to it.
    Value passed(int input) {
        boolean repeated = !type(input).equals(node.outputs().getFirst().type());
        return repeated ? unbroadcast(dy(), input) : gradient;
    }

    /// Constant integers that are an input of the node.
    long[] integers(int input) {
        return tape.integers(node.inputs().get(input));
    }

    /// Repeats a gradient along its axes of extent 1.
    static Value expanded(Scope scope, Value value, ValueType type) {
        if (value.type().equals(type)) {
            return value;
        }
        var target = new long[type.rank()];
        for (int axis = 0; axis < target.length; axis++) {
            boolean same = value.type().dim(axis).equals(type.dim(axis));
            target[axis] = same ? 1 : type.size(axis);
        }
        return scope.expand(value, target);
    }

    /// Sums a gradient over the axes along which the input was repeated.
    Value unbroadcast(Value value, int input) {
        var type = type(input);
        int extra = value.type().rank() - type.rank();
        var sum = value;
        var repeated =
                IntStream.range(0, type.rank()).filter(axis -> isRepeated(value, axis, type));
        var axes = repeated.mapToLong(axis -> axis + extra).toArray();
        if (axes.length > 0) {
            sum = Reductions.keepingAxes(scope, sum, axes);
        }
        return extra == 0
                ? sum
                : Reductions.droppingAxes(scope, sum, IntStream.range(0, extra).asLongStream());
    }

    private static boolean isRepeated(Value value, int axis, ValueType type) {
        int extra = value.type().rank() - type.rank();
        return type.dim(axis).equals(Dim.of(1))
                && !value.type().dim(axis + extra).equals(Dim.of(1));
    }

    /// An input with its two innermost axes exchanged; free where the forward graph exchanged them.
    Value swapped(int input) {
        return tape.swapSource(node.inputs().get(input))
                .orElseGet(() -> scope.transpose(input(input), swap(type(input).rank())));
    }

    static long[] swap(int rank) {
        var perm = IntStream.range(0, rank).asLongStream().toArray();
        perm[rank - 1] = rank - 2L;
        perm[rank - 2] = rank - 1L;
        return perm;
    }

    /// The reshape that gives the output the type of the input.
    ///
    /// @throws ShapeException if more than one symbolic axis is not where it was
    long[] targetOfInput() {
        var from = node.outputs().getFirst().type();
        var to = type(0);
        var target = new long[to.rank()];
        for (int axis = 0; axis < target.length; axis++) {
            boolean stays = axis < from.rank() && from.dim(axis).equals(to.dim(axis));
            target[axis] =
                    switch (to.dim(axis)) {
                        case Dim.Known(long size) -> size;
                        case Dim.Symbol _ -> stays ? 0 : -1;
                    };
        }
        if (LongStream.of(target).filter(size -> size == -1).count() > 1) {
            throw new ShapeException(from + " cannot become " + to + " again");
        }
        return target;
    }

    /// The permutation that takes another one back.
    static long[] inverse(List<Long> perm) {
        var inverse = new long[perm.size()];
        for (int axis = 0; axis < inverse.length; axis++) {
            inverse[perm.get(axis).intValue()] = axis;
        }
        return inverse;
    }
}
