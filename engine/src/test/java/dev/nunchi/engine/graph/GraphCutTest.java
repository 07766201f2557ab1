package dev.nunchi.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

class GraphCutTest {
    private static final int WIDTH = 4;

    /// Of one layer's matrix.
    private static final long MATRIX_BYTES = 4 * WIDTH * WIDTH;

    private final GraphBuilder builder = new GraphBuilder("deep");

    /// Layers of `x + softmax(x · W)`, the shift shared by all.
    private Graph deep(int layers) {
        var scope = builder.root();
        Value x = builder.input("x", DType.F32, Dim.of("S"), Dim.of(WIDTH));
        var shift = scope.weight("shift", weight(WIDTH));
        for (int i = 0; i < layers; i++) {
            var place = scope.enter("layers." + i);
            var matrix = place.weight("w" + i, weight(WIDTH, WIDTH));
            x = place.add(x, place.add(place.softmax(place.matMul(x, matrix)), shift));
        }
        builder.output("y", x);
        return builder.build();
    }

    private static Weight weight(long... dims) {
        var shape = Shape.of(dims);
        return Weight.of(Tensor.ofFloats(shape, new float[(int) shape.count()]));
    }

    private static List<String> names(List<Value> values) {
        return values.stream().map(Value::name).toList();
    }

    @Test
    void smallGraphStaysWhole() {
        var graph = deep(2);
        assertSame(graph, GraphCut.parts(graph, 1 << 20).getFirst());
    }

    @Test
    void cutLiesWhereOneValueCrosses() {
        var parts = GraphCut.parts(deep(4), 2 * MATRIX_BYTES + 4 * WIDTH);

        assertEquals(2, parts.size());
        assertEquals(List.of("x"), names(parts.getFirst().inputs()));
        assertEquals(1, parts.getFirst().outputs().size());
        assertEquals(parts.getFirst().outputs(), parts.getLast().inputs());
        assertEquals(List.of("y"), names(parts.getLast().outputs()));
    }

    @Test
    void partsHaveAllNodesInOrder() {
        var graph = deep(5);
        var parts = GraphCut.parts(graph, MATRIX_BYTES);

        assertEquals(graph.nodes(), parts.stream().flatMap(part -> part.nodes().stream()).toList());
    }

    @Test
    void sharedWeightIsInEveryPartThatUsesIt() {
        for (var part : GraphCut.parts(deep(4), 2 * MATRIX_BYTES + 4 * WIDTH)) {
            var weights = names(part.initializers().stream().map(Initializer::value).toList());
            assertEquals(1, weights.stream().filter("shift"::equals).count(), part::name);
        }
    }

    @Test
    void partsAreNumbered() {
        var parts = GraphCut.parts(deep(4), 2 * MATRIX_BYTES + 4 * WIDTH);

        assertEquals(List.of("deep-1", "deep-2"), parts.stream().map(Graph::name).toList());
    }
}
