package dev.nunchi.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class GraphBuilderTest {
    private final GraphBuilder graph = new GraphBuilder("test");
    private final Scope scope = graph.root().enter("part");

    private Value input(String name, Object... dims) {
        var typed = new Dim[dims.length];
        for (int i = 0; i < dims.length; i++) {
            typed[i] = dims[i] instanceof String symbol ? Dim.of(symbol) : Dim.of((int) dims[i]);
        }
        return graph.input(name, DType.F32, typed);
    }

    private static Weight zeros(long... dims) {
        var shape = Shape.of(dims);
        return Weight.of(Tensor.ofFloats(shape, new float[(int) shape.count()]));
    }

    @Test
    void textShowsTypesNamesAndAttributes() {
        var x = input("x", 1, "S", 4);
        var product = scope.matMul(x, scope.weight("w", zeros(4, 2)));
        graph.output("y", scope.softmax(product));

        assertEquals(
                """
                graph test(x: f32[1, S, 4])
                  w: f32[4, 2]
                  /part/MatMul/output_0: f32[1, S, 2] = MatMul(x, w)
                  y: f32[1, S, 2] = Softmax(/part/MatMul/output_0) {axis=-1}
                -> y: f32[1, S, 2]
                """,
                GraphText.of(graph.build()));
    }

    @Test
    void nodesOfOneNameGetNumbers() {
        var x = input("x", 2);
        graph.output("y", scope.add(scope.add(x, x), x));

        var names = graph.build().nodes().stream().map(Node::name).toList();
        assertEquals(List.of("/part/Add", "/part/Add_1"), names);
    }

    @Test
    void broadcastTakesTheLargerExtent() {
        var sum = scope.add(input("a", "B", 1, 3), input("b", 5, 1));

        assertEquals("f32[B, 5, 3]", sum.type().toString());
    }

    @Test
    void mismatchedExtentsNameNodeAndShapes() {
        var problem =
                assertThrows(ShapeException.class, () -> scope.add(input("a", 3), input("b", 4)));

        assertTrue(problem.getMessage().contains("/part/Add"), problem.getMessage());
        assertTrue(problem.getMessage().contains("3 against 4"), problem.getMessage());
    }

    @Test
    void reshapeKeepsAxesMarkedZero() {
        var x = input("x", 1, "S", 12);

        assertEquals("f32[1, S, 3, 4]", scope.reshape(x, 0, 0, 3, 4).type().toString());
    }

    @Test
    void reshapeRefusesToLoseElements() {
        var x = input("x", 1, "S", 12);

        assertThrows(ShapeException.class, () -> scope.reshape(x, 0, 0, 3, 5));
    }

    @Test
    void concatAddsSymbolicExtents() {
        var joined = scope.concat(1, input("past", 2, "P"), input("fresh", 2, "S"));

        assertEquals("f32[2, P + S]", joined.type().toString());
    }

    @Test
    void convolutionCountsPadsAndStrides() {
        var form = new Scope.Convolution(1, 2, List.of(0L, 0L, 1L, 1L));
        var kernel = scope.weight("k", zeros(8, 3, 3, 3));

        var map = scope.conv(input("x", 1, 3, 224, 224), kernel, Value.ABSENT, form);

        assertEquals("f32[1, 8, 112, 112]", map.type().toString());
    }

    @Test
    void sliceNeedsAKnownExtent() {
        var x = input("x", "S", 4);

        assertThrows(ShapeException.class, () -> scope.slice(x, 0, 0, 1));
    }

    @Test
    void squeezeNeedsAnExtentOfOne() {
        assertEquals("f32[2, 3]", scope.squeeze(input("x", 2, 1, 3), 1).type().toString());
        assertThrows(ShapeException.class, () -> scope.squeeze(input("y", 2, 2), 1));
    }

    @Test
    void padGrowsOneAxis() {
        assertEquals("f32[B, 7]", scope.pad(input("x", "B", 4), 1, 1, 2).type().toString());
    }

    @Test
    void sumDropsAllItsAxes() {
        var axes = scope.integers(0, -1);
        var attributes = Map.of("keepdims", Attribute.of(0));
        var sum = scope.add(Op.REDUCE_SUM, attributes, input("x", 2, "S", 4), axes).getFirst();

        assertEquals("f32[S]", sum.type().toString());
    }

    @Test
    void castChangesTheElementType() {
        assertEquals("f16[2]", scope.cast(input("x", 2), DType.F16).type().toString());
    }

    @Test
    void unusedInitializerIsRefused() {
        graph.output("y", scope.sqrt(input("x", 2)));
        scope.weight("orphan", zeros(2));

        assertThrows(ShapeException.class, graph::build);
    }

    @Test
    void takenNameIsRefused() {
        input("x", 2);

        assertThrows(ShapeException.class, () -> input("x", 2));
    }

    @Test
    void verifierFindsValueUsedBeforeItIsDefined() {
        var type = ValueType.of(DType.F32, Dim.of(2));
        var orphan = new Value("orphan", type);
        var result = new Value("y", type);
        var node = new Node(Op.SQRT, "/Sqrt", List.of(orphan), List.of(result), Map.of());
        var broken = new Graph("broken", List.of(), List.of(result), List.of(), List.of(node));

        assertThrows(ShapeException.class, () -> GraphVerifier.verify(broken));
    }

    @Test
    void verifierFindsWrongOutputType() {
        var x = new Value("x", ValueType.of(DType.F32, Dim.of(2)));
        var result = new Value("y", ValueType.of(DType.F32, Dim.of(3)));
        var node = new Node(Op.SQRT, "/Sqrt", List.of(x), List.of(result), Map.of());
        var broken = new Graph("broken", List.of(x), List.of(result), List.of(), List.of(node));

        assertThrows(ShapeException.class, () -> GraphVerifier.verify(broken));
    }

    @Test
    void verifierFindsMissingAttribute() {
        var x = new Value("x", ValueType.of(DType.F32, Dim.of(2)));
        var result = new Value("y", x.type());
        var node = new Node(Op.SOFTMAX, "/Softmax", List.of(x), List.of(result), Map.of());
        var broken = new Graph("broken", List.of(x), List.of(result), List.of(), List.of(node));

        assertThrows(ShapeException.class, () -> GraphVerifier.verify(broken));
    }
}
