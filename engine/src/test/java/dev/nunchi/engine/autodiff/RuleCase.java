package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One op in a small graph whose inputs are all differentiated.
///
/// @param inputs the shapes of the graph's inputs `x0`, `x1`, …
record RuleCase(String name, Op op, List<Shape> inputs, Body body) {
    interface Body {
        Value build(Scope scope, List<Value> inputs);
    }

    static final String OUTPUT = "y";

    static String input(int index) {
        return "x" + index;
    }

    Graph graph() {
        var graph = new GraphBuilder(op.name().toLowerCase(Locale.ROOT));
        var values = new ArrayList<Value>();
        for (var shape : inputs) {
            var dims = shape.dims().stream().map(Dim::of).toArray(Dim[]::new);
            values.add(graph.input(input(values.size()), DType.F32, dims));
        }
        graph.output(OUTPUT, body.build(graph.root(), values));
        return graph.build();
    }

    List<String> wanted() {
        var wanted = new ArrayList<String>();
        for (int i = 0; i < inputs.size(); i++) {
            wanted.add(input(i));
        }
        return wanted;
    }

    private static RuleCase of(String name, Op op, Body body, Shape... inputs) {
        return new RuleCase(name, op, List.of(inputs), body);
    }

    private static Shape shape(long... dims) {
        return Shape.of(dims);
    }

    private static Value indices(Scope scope, Shape shape, long... values) {
        return scope.weight("indices", Weight.of(Tensor.ofLongs(shape, values)));
    }

    /// Every way in which a rule can branch: broadcasts, ranks, axes, kept and dropped extents.
    static List<RuleCase> all() {
        var cases = new ArrayList<>(elementwise());
        cases.addAll(products());
        cases.addAll(movements());
        cases.addAll(reductions());
        return cases;
    }

    private static List<RuleCase> elementwise() {
        return List.of(
                of("same", Op.ADD, (g, x) -> g.add(x.get(0), x.get(1)), shape(2, 3), shape(2, 3)),
                of("bias", Op.ADD, (g, x) -> g.add(x.get(0), x.get(1)), shape(2, 3), shape(3)),
                of("twice", Op.ADD, (g, x) -> g.add(x.get(0), x.get(0)), shape(2, 3)),
                of(
                        "middle",
                        Op.SUB,
                        (g, x) -> g.sub(x.get(0), x.get(1)),
                        shape(2, 1, 3),
                        shape(4, 3)),
                of("scalar", Op.MUL, (g, x) -> g.mul(x.get(0), x.get(1)), shape(2, 3), shape()),
                of("square", Op.MUL, (g, x) -> g.mul(x.get(0), x.get(0)), shape(2, 3)),
                of("outer", Op.MUL, (g, x) -> g.mul(x.get(0), x.get(1)), shape(2, 1), shape(1, 3)),
                of("column", Op.DIV, (g, x) -> g.div(x.get(0), x.get(1)), shape(2, 3), shape(2, 1)),
                of("row", Op.DIV, (g, x) -> g.div(x.get(0), x.get(1)), shape(1, 3), shape(2, 3)),
                of("root", Op.SQRT, (g, x) -> g.sqrt(x.get(0)), shape(2, 3)),
                of("erf", Op.ERF, (g, x) -> g.erf(x.get(0)), shape(2, 3)),
                of("tanh", Op.TANH, (g, x) -> g.tanh(x.get(0)), shape(2, 3)),
                of("sigmoid", Op.SIGMOID, (g, x) -> g.sigmoid(x.get(0)), shape(2, 3)),
                of("silu", Op.QUICK_GELU, (g, x) -> g.quickGelu(x.get(0), 1), shape(2, 3)),
                of("steep", Op.QUICK_GELU, (g, x) -> g.quickGelu(x.get(0), 1.7f), shape(2, 3)),
                of("both ends", Op.CLIP, (g, x) -> g.clip(x.get(0), 0.8f, 1.2f), shape(4, 4)));
    }

    private static List<RuleCase> products() {
        return List.of(
                of(
                        "matrices",
                        Op.MATMUL,
                        (g, x) -> g.matMul(x.get(0), x.get(1)),
                        shape(2, 3),
                        shape(3, 4)),
                of(
                        "one matrix for a batch",
                        Op.MATMUL,
                        (g, x) -> g.matMul(x.get(0), x.get(1)),
                        shape(2, 2, 3),
                        shape(3, 4)),
                of(
                        "batch of rank 4",
                        Op.MATMUL,
                        (g, x) -> g.matMul(x.get(0), x.get(1)),
                        shape(2, 3, 2, 3),
                        shape(2, 1, 3, 2)),
                of(
                        "swapped operand",
                        Op.MATMUL,
                        (g, x) -> g.matMul(x.get(0), g.transpose(x.get(1), 1, 0)),
                        shape(2, 3),
                        shape(4, 3)),
                of(
                        "scaled",
                        Op.FUSED_MATMUL,
                        (g, x) -> g.scaledMatMul(0.5f, x.get(0), x.get(1)),
                        shape(2, 2, 3),
                        shape(2, 3, 4)),
                of(
                        "one transposed matrix for a batch",
                        Op.FUSED_MATMUL,
                        (g, x) -> g.matMulTransposed(2, x.get(0), x.get(1)),
                        shape(2, 3, 3),
                        shape(4, 3)),
                of(
                        "one matrix for a scaled batch",
                        Op.FUSED_MATMUL,
                        (g, x) -> g.scaledMatMul(2, x.get(0), x.get(1)),
                        shape(2, 3, 3),
                        shape(3, 2)),
                of(
                        "transposed in a batch",
                        Op.FUSED_MATMUL,
                        (g, x) -> g.matMulTransposed(1, x.get(0), x.get(1)),
                        shape(2, 2, 2, 3),
                        shape(2, 1, 4, 3)),
                of(
                        "scale",
                        Op.SIMPLIFIED_LAYER_NORMALIZATION,
                        (g, x) -> g.simplifiedLayerNormalization(x.get(0), x.get(1), 1e-3f),
                        shape(2, 2, 5),
                        shape(5)),
                of("rows", Op.SOFTMAX, (g, x) -> g.softmax(x.get(0)), shape(2, 3, 4)),
                of(
                        "scale and bias",
                        Op.LAYER_NORMALIZATION,
                        (g, x) -> g.layerNormalization(x.get(0), x.get(1), x.get(2), 1e-5f),
                        shape(2, 2, 5),
                        shape(5),
                        shape(5)));
    }

    /// Both heads of `[2, 3, 2·4]` by angles of their positions.
    private static Value rotated(Scope g, Value x, long dims) {
        int half = (int) (dims == 0 ? 2 : dims / 2);
        var cos = new float[3 * half];
        var sin = new float[3 * half];
        for (int i = 0; i < cos.length; i++) {
            cos[i] = (float) Math.cos(i);
            sin[i] = (float) Math.sin(i);
        }
        var attributes =
                Map.of("num_heads", Attribute.of(2), "rotary_embedding_dim", Attribute.of(dims));
        return g.add(
                        Op.ROTARY_EMBEDDING,
                        attributes,
                        x,
                        g.integers(0),
                        g.weight("cos", Weight.of(Tensor.ofFloats(shape(3, half), cos))),
                        g.weight("sin", Weight.of(Tensor.ofFloats(shape(3, half), sin))))
                .getFirst();
    }

    private static List<RuleCase> movements() {
        return List.of(
                of(
                        "all of a head",
                        Op.ROTARY_EMBEDDING,
                        (g, x) -> rotated(g, x.get(0), 0),
                        shape(2, 3, 8)),
                of(
                        "half of a head",
                        Op.ROTARY_EMBEDDING,
                        (g, x) -> rotated(g, x.get(0), 2),
                        shape(2, 3, 8)),
                of(
                        "two places, one twice",
                        Op.GATHER_ND,
                        (g, x) -> g.gatherNd(x.get(0), indices(g, shape(3, 2), 1, 2, 0, 0, 1, 2)),
                        shape(2, 3, 4)),
                of(
                        "axes taken as one",
                        Op.RESHAPE,
                        (g, x) -> g.reshape(x.get(0), 0, -1, 4),
                        shape(2, 3, 2, 4)),
                of(
                        "rotation",
                        Op.TRANSPOSE,
                        (g, x) -> g.transpose(x.get(0), 2, 0, 1),
                        shape(2, 3, 4)),
                of("split heads", Op.RESHAPE, (g, x) -> g.reshape(x.get(0), 0, 3, 2), shape(2, 6)),
                of("inner axis", Op.UNSQUEEZE, (g, x) -> g.unsqueeze(x.get(0), 1), shape(2, 3)),
                of(
                        "three parts",
                        Op.CONCAT,
                        (g, x) -> g.concat(1, x.get(0), x.get(1), x.get(0)),
                        shape(2, 1),
                        shape(2, 3)),
                of("middle part", Op.SLICE, (g, x) -> g.slice(x.get(0), 1, 1, 3), shape(2, 4)),
                of(
                        "rows twice",
                        Op.GATHER,
                        (g, x) -> g.gather(x.get(0), indices(g, shape(3), 1, 0, 1), 0),
                        shape(2, 3)),
                of(
                        "columns",
                        Op.GATHER,
                        (g, x) -> g.gather(x.get(0), indices(g, shape(2, 2), 3, 0, 3, 1), 1),
                        shape(2, 4, 3)),
                of("repeated", Op.EXPAND, (g, x) -> g.expand(x.get(0), 2, 3, 4), shape(3, 1)));
    }

    private static List<RuleCase> reductions() {
        return List.of(
                of("dropped", Op.REDUCE_SUM, (g, x) -> g.reduceSum(x.get(0), 1), shape(2, 3, 4)),
                of(
                        "dropped innermost",
                        Op.REDUCE_SUM,
                        (g, x) -> g.mul(g.reduceSum(x.get(0), 2), x.get(1)),
                        shape(2, 3, 4),
                        shape(2, 3)),
                of("kept", Op.REDUCE_MEAN, (g, x) -> g.reduceMean(x.get(0), -1), shape(2, 3)),
                of(
                        "of a square",
                        Op.REDUCE_MEAN,
                        (g, x) ->
                                g.div(
                                        x.get(0),
                                        g.sqrt(g.reduceMean(g.mul(x.get(0), x.get(0)), -1))),
                        shape(2, 3)),
                of(
                        "of a sum with a bias",
                        Op.REDUCE_MEAN,
                        (g, x) -> g.reduceMean(g.add(x.get(0), x.get(1)), -1),
                        shape(2, 3),
                        shape(2, 1)));
    }

    @Override
    public String toString() {
        return op + ": " + name;
    }
}
