package dev.nunchi.engine.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Node;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.GraphRunner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

class GradientRulesTest {
    private static final long SEED = 20260704;

    /// Half the distance of the two points of a central difference.
    private static final float STEP = 1e-2f;

    /// The difference's own error: `STEP²` times the third derivative, and float32 rounding / STEP.
    private static final float TOLERANCE = 2e-3f;

    @TempDir Path folder;

    static List<RuleCase> cases() {
        return RuleCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientMatchesFiniteDifferences(RuleCase rule) throws EngineException, IOException {
        var random = new Random(SEED);
        var graph = rule.graph();
        var inputs = new HashMap<String, Tensor>();
        var shapes = new HashMap<String, Shape>();
        for (int i = 0; i < rule.inputs().size(); i++) {
            // Away from 0, where quotients and roots bend too much for a difference.
            inputs.put(RuleCase.input(i), uniform(random, rule.inputs().get(i), 0.5f, 1.5f));
            shapes.put(Backward.gradientOf(RuleCase.input(i)), rule.inputs().get(i));
        }
        var outputShape = knownShape(graph);
        var seed = uniform(random, outputShape, -1, 1);
        var backward = Backward.of(graph, rule.wanted(), List.of(RuleCase.OUTPUT));
        var given = new HashMap<>(inputs);
        given.put(Backward.gradientOf(RuleCase.OUTPUT), seed);
        given.keySet().retainAll(backward.inputs().stream().map(v -> v.name()).toList());

        Map<String, float[]> gradients;
        try (var runner = new GraphRunner(backward, child("backward"))) {
            gradients = runner.run(given, shapes);
        }
        try (var runner = new GraphRunner(graph, child("forward"))) {
            for (var input : inputs.entrySet()) {
                var expected = differences(runner, inputs, input.getKey(), outputShape, seed);
                var found = gradients.get(Backward.gradientOf(input.getKey()));
                for (int i = 0; i < expected.length; i++) {
                    var where = rule + " d" + input.getKey() + "[" + i + "], seed " + SEED;
                    assertEquals(expected[i], found[i], TOLERANCE, where);
                }
            }
        }
    }

    @Test
    void everyRuleHasACase() {
        var covered = cases().stream().map(RuleCase::op).collect(Collectors.toSet());

        assertEquals(GradientRules.differentiable(), covered);
    }

    /// Towers are frozen and need no rules; what training runs through is the decoder and the
    /// projector.
    @ParameterizedTest
    @ValueSource(strings = {"llava15", "llava_smollm", "text_only_llama"})
    void everyOpOfPlainDecoderAndProjectorHasARule(String name) throws EngineException {
        var options = BuildOptions.reference(Lowering.PLAIN);
        try (var checkpoint = Checkpoint.open(Golden.path(name + "/model"))) {
            var ops = opsOf(LanguageModel.build(checkpoint, options));
            if (checkpoint.config().projector().isPresent()) {
                ops.addAll(opsOf(Projector.build(checkpoint, options)));
            }

            ops.removeAll(GradientRules.differentiable());
            assertEquals(EnumSet.noneOf(Op.class), ops);
        }
    }

    @Test
    void opWithoutARuleIsNamed() {
        var graph = new GraphBuilder("fused");
        var x = graph.input("x", DType.F32, Dim.of(2));
        graph.output("y", graph.root().gelu(x));
        var forward = graph.build();

        var problem =
                assertThrows(
                        ShapeException.class,
                        () -> Backward.of(forward, List.of("x"), List.of("y")));
        assertTrue(problem.getMessage().contains("GELU"), problem.getMessage());
    }

    private static EnumSet<Op> opsOf(Graph graph) {
        var ops = EnumSet.noneOf(Op.class);
        graph.nodes().stream().map(Node::op).forEach(ops::add);
        return ops;
    }

    private static float[] differences(
            GraphRunner runner, Map<String, Tensor> inputs, String moved, Shape shape, Tensor seed)
            throws EngineException {
        var values = inputs.get(moved).toFloats();
        var result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            double up = weightedSum(runner, inputs, moved, i, STEP, shape, seed);
            double down = weightedSum(runner, inputs, moved, i, -STEP, shape, seed);
            result[i] = (float) ((up - down) / (2 * STEP));
        }
        return result;
    }

    private static double weightedSum(
            GraphRunner runner,
            Map<String, Tensor> inputs,
            String moved,
            int element,
            float by,
            Shape shape,
            Tensor seed)
            throws EngineException {
        var changed = new HashMap<>(inputs);
        var values = inputs.get(moved).toFloats();
        values[element] += by;
        changed.put(moved, Tensor.ofFloats(inputs.get(moved).shape(), values));
        var y = runner.run(changed, Map.of(RuleCase.OUTPUT, shape)).get(RuleCase.OUTPUT);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (double) y[i] * seed.floatAt(i);
        }
        return sum;
    }

    private static Tensor uniform(Random random, Shape shape, float from, float to) {
        var values = new float[(int) shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + random.nextFloat() * (to - from);
        }
        return Tensor.ofFloats(shape, values);
    }

    private static Shape knownShape(Graph graph) {
        var type = graph.outputs().getFirst().type();
        var dims = new long[type.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = type.size(axis);
        }
        return Shape.of(dims);
    }

    private Path child(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
