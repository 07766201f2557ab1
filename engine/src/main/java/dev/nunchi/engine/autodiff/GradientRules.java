package dev.nunchi.engine.autodiff;

import static java.util.Map.entry;

import dev.nunchi.engine.graph.Node;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// One rule per differentiable op; an op that is missing here cannot be trained through.
///
/// Of the fused ops only those of the training graphs are here: what is differentiated besides is
/// the plain form. Conv is missing because the towers that have it are frozen.
final class GradientRules {
    private static final float TWO_OVER_ROOT_PI = (float) (2 / Math.sqrt(Math.PI));

    private static final Map<Op, GradientRule> RULES =
            Map.ofEntries(
                    entry(Op.ADD, (_, a) -> List.of(() -> a.passed(0), () -> a.passed(1))),
                    entry(
                            Op.SUB,
                            (g, a) -> List.of(() -> a.passed(0), () -> negate(g, a.passed(1)))),
                    entry(
                            Op.MUL,
                            (g, a) ->
                                    List.of(() -> product(g, a, 0, 1), () -> product(g, a, 1, 0))),
                    entry(
                            Op.DIV,
                            (g, a) -> List.of(() -> numerator(g, a), () -> denominator(g, a))),
                    entry(
                            Op.SQRT,
                            one((g, a) -> g.div(a.narrowDy(), g.mul(a.output(), g.scalar(2))))),
                    entry(Op.ERF, slope((g, a) -> bell(g, a.input(0)))),
                    // 1 − y²
                    entry(Op.TANH, slope((g, a) -> g.sub(g.scalar(1), square(g, a.output())))),
                    // y · (1 − y)
                    entry(Op.SIGMOID, slope((g, a) -> g.sub(a.output(), square(g, a.output())))),
                    entry(Op.SOFTMAX, one(GradientRules::softmax)),
                    entry(Op.MATMUL, (g, a) -> List.of(() -> left(g, a), () -> right(g, a))),
                    entry(Op.FUSED_MATMUL, (g, a) -> new ProductGradient(g, a).inputs()),
                    entry(Op.TRANSPOSE, one((g, a) -> g.transpose(a.dy(), inverse(a.node())))),
                    entry(Op.RESHAPE, one((g, a) -> g.reshape(a.dy(), a.targetOfInput()))),
                    entry(Op.UNSQUEEZE, one((g, a) -> g.squeeze(a.dy(), (int) a.integers(1)[0]))),
                    entry(Op.CONCAT, GradientRules::parts),
                    entry(Op.SLICE, one(GradientRules::padded)),
                    entry(Op.GATHER, one(GradientRules::scattered)),
                    entry(Op.GATHER_ND, one(GradientRules::scatteredNd)),
                    entry(Op.EXPAND, one((_, a) -> a.unbroadcast(a.dy(), 0))),
                    entry(Op.REDUCE_SUM, one(GradientRules::spread)),
                    entry(
                            Op.REDUCE_MEAN,
                            one((g, a) -> g.mul(spread(g, a), g.scalar(1 / averaged(a))))),
                    entry(
                            Op.LAYER_NORMALIZATION,
                            (g, a) -> new LayerNormalizationGradient(g, a).inputs()),
                    entry(
                            Op.SIMPLIFIED_LAYER_NORMALIZATION,
                            (g, a) -> new RmsNormalizationGradient(g, a).inputs()),
                    // y = x · σ, σ = σ(α·x): σ + α·y·(1 − σ) = σ·(1 − α·y) + α·y
                    entry(Op.QUICK_GELU, slope(GradientRules::quickGelu)),
                    // turned back
                    entry(Op.ROTARY_EMBEDDING, one(GradientRules::rotary)),
                    // 1 where nothing was cut off
                    entry(
                            Op.CLIP,
                            slope((g, a) -> g.cast(g.equal(a.input(0), a.output()), DType.F32))));

    private GradientRules() {}

    /// @throws ShapeException if the node's op has no rule
    static GradientRule of(Node node) {
        var rule = RULES.get(node.op());
        if (rule == null) {
            throw new ShapeException("no gradient rule for " + node.op() + " of " + node.name());
        }
        return rule;
    }

    static Set<Op> differentiable() {
        return RULES.keySet();
    }

    /// Only the first input has a gradient.
    private static GradientRule one(BiFunction<Scope, Adjoint, Value> gradient) {
        return (g, a) -> List.of(() -> gradient.apply(g, a));
    }

    /// An op of one element at a time: `dy` times the derivative.
    private static GradientRule slope(BiFunction<Scope, Adjoint, Value> derivative) {
        return one((g, a) -> g.mul(a.narrowDy(), derivative.apply(g, a)));
    }

    private static Value product(Scope g, Adjoint a, int input, int other) {
        return a.unbroadcast(g.mul(a.narrowDy(), a.input(other)), input);
    }

    private static Value numerator(Scope g, Adjoint a) {
        return a.unbroadcast(g.div(a.narrowDy(), a.input(1)), 0);
    }

    /// `−Σ dy · y / b`, divided after the sum, where `b` may be short.
    private static Value denominator(Scope g, Adjoint a) {
        var sum = a.unbroadcast(g.mul(a.narrowDy(), a.output()), 1);
        return negate(g, g.div(sum, a.input(1)));
    }

    /// `dy · bᵀ`
    private static Value left(Scope g, Adjoint a) {
        return a.unbroadcast(g.matMul(a.dy(), a.swapped(1)), 0);
    }

    /// `aᵀ · dy`
    private static Value right(Scope g, Adjoint a) {
        return a.unbroadcast(g.matMul(a.swapped(0), a.dy()), 1);
    }

    private static Value negate(Scope g, Value x) {
        return g.mul(x, g.scalar(-1));
    }

    static Value square(Scope g, Value x) {
        return g.mul(x, x);
    }

    /// `2/√π · exp(−x²)`.
    private static Value bell(Scope g, Value x) {
        return g.mul(g.exp(negate(g, square(g, x))), g.scalar(TWO_OVER_ROOT_PI));
    }

    /// `y · (dy − Σ dy · y)` along the innermost axis.
    private static Value softmax(Scope g, Adjoint a) {
        var y = a.output();
        if (y.type().axis((int) a.node().integer("axis")) != y.type().rank() - 1) {
            throw new ShapeException(a.node().name() + " must be over the innermost axis");
        }
        var sum = Reductions.keepingAxes(g, g.mul(a.dy(), y), y.type().rank() - 1);
        return g.mul(y, g.sub(a.dy(), sum));
    }

    private static long[] inverse(Node transpose) {
        return Adjoint.inverse(transpose.integers("perm"));
    }

    private static List<Supplier<Value>> parts(Scope g, Adjoint a) {
        int axis = a.type(0).axis((int) a.node().integer("axis"));
        return IntStream.range(0, a.inputs())
                .<Supplier<Value>>mapToObj(i ->
                        () -> {
                            long start = lengthBefore(a, i, axis);
                            long end = start + a.type(i).size(axis);
                            return g.slice(a.dy(), axis, start, end);
                        })
                .toList();
    }

    private static long lengthBefore(Adjoint a, int part, int axis) {
        return IntStream.range(0, part).mapToLong(i -> a.type(i).size(axis)).sum();
    }

    private static Value padded(Scope g, Adjoint a) {
        int axis = (int) a.integers(3)[0];
        long start = a.integers(1)[0];
        long after = a.type(0).size(axis) - start - a.dy().type().size(axis);
        return g.pad(a.dy(), axis, start, after);
    }

    /// Adds each gathered row's gradient to the row it came from, with the gathered axis moved
    /// outermost meanwhile.
    private static Value scattered(Scope g, Adjoint a) {
        int axis = a.type(0).axis((int) a.node().integer("axis"));
        int indexRank = a.type(1).rank();
        var data = moved(g, a.input(0), axis, 1);
        var updates = moved(g, a.dy(), axis, indexRank);
        // An infinity in the data becomes NaN here, as it does in every gradient that meets it.
        var zeros = g.sub(data, data);
        var sum = g.scatterAdd(zeros, g.unsqueeze(a.input(1), indexRank), updates);
        return axis == 0 ? sum : g.transpose(sum, Adjoint.inverse(toFront(sum, axis, 1)));
    }

    private static Value scatteredNd(Scope g, Adjoint a) {
        var zeros = g.sub(a.input(0), a.input(0));
        return g.scatterAdd(zeros, a.input(1), a.dy());
    }

    private static Value quickGelu(Scope g, Adjoint a) {
        float alpha = a.node().real("alpha");
        var sigmoid = g.sigmoid(times(g, a.input(0), alpha));
        var y = times(g, a.output(), alpha);
        return g.add(g.mul(sigmoid, g.sub(g.scalar(1), y)), y);
    }

    private static Value times(Scope g, Value x, float factor) {
        return factor == 1 ? x : g.mul(x, g.scalar(factor));
    }

    private static Value rotary(Scope g, Adjoint a) {
        return g.add(
                        Op.ROTARY_EMBEDDING,
                        a.node().attributes(),
                        a.dy(),
                        a.input(1),
                        a.input(2),
                        negate(g, a.input(3)))
                .getFirst();
    }

    private static Value moved(Scope g, Value x, int axis, int count) {
        var perm = toFront(x, axis, count).stream().mapToLong(Long::longValue).toArray();
        return axis == 0 ? x : g.transpose(x, perm);
    }

    /// The permutation that puts `count` axes from `axis` on before all others.
    private static List<Long> toFront(Value x, int axis, int count) {
        var front = IntStream.range(axis, axis + count);
        var rest = IntStream.range(0, x.type().rank()).filter(i -> i < axis || i >= axis + count);
        return IntStream.concat(front, rest).mapToObj(i -> (long) i).toList();
    }

    /// The gradient with the reduced axes as extents of 1.
    private static Value spread(Scope g, Adjoint a) {
        var value = a.dy();
        if (a.node().integer("keepdims") == 0) {
            for (int axis : axes(a)) {
                value = g.unsqueeze(value, axis);
            }
        }
        return value;
    }

    private static int[] axes(Adjoint a) {
        var axes = Arrays.stream(a.integers(1));
        return axes.mapToInt(axis -> a.type(0).axis((int) axis)).sorted().toArray();
    }

    private static float averaged(Adjoint a) {
        return IntStream.of(axes(a))
                .mapToLong(axis -> a.type(0).size(axis))
                .reduce(1, (p, n) -> p * n);
    }
}
