package dev.nunchi.engine.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.GraphText;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

class BackwardTest {
    /// `y = σ(x · wᵀ + b)` with a constant `w`; the sum is an output too.
    private static Graph neuron() {
        var graph = new GraphBuilder("neuron");
        var x = graph.input("x", DType.F32, Dim.of("B"), Dim.of(3));
        var bias = graph.input("b", DType.F32, Dim.of(2));
        var scope = graph.root().enter("cell");
        var weight = Weight.of(Tensor.ofFloats(Shape.of(2, 3), new float[6]));
        var turned = scope.transpose(scope.weight("w", weight), 1, 0);
        var sum = scope.add(scope.matMul(x, turned), bias);
        graph.output("sum", sum);
        graph.output("y", scope.sigmoid(sum));
        return graph.build();
    }

    @Test
    void gradientGraphComputesAgainWhatWasNotKept() {
        assertEquals(
                """
                graph neuron_backward(grad.y: f32[B, 2], x: f32[B, 3], b: f32[2])
                  w: f32[2, 3]
                  /cell/Transpose/output_0: f32[3, 2] = Transpose(w) {perm=[1, 0]}
                  /cell/MatMul/output_0: f32[B, 2] = MatMul(x, /cell/Transpose/output_0)
                  /cell/Add/output_0: f32[B, 2] = Add(/cell/MatMul/output_0, b)
                  /cell/Sigmoid/output_0: f32[B, 2] = Sigmoid(/cell/Add/output_0)
                  /grad/cell/Sigmoid/Mul/output_0: f32[B, 2] = Mul(/cell/Sigmoid/output_0, /cell/Sigmoid/output_0)
                  /grad/cell/Sigmoid/Sub/output_0: f32[B, 2] = Sub(/cell/Sigmoid/output_0, /grad/cell/Sigmoid/Mul/output_0)
                  /grad/cell/Sigmoid/Mul_1/output_0: f32[B, 2] = Mul(grad.y, /grad/cell/Sigmoid/Sub/output_0)
                  grad.x: f32[B, 3] = MatMul(/grad/cell/Sigmoid/Mul_1/output_0, w)
                -> grad.x: f32[B, 3]
                """,
                GraphText.of(Backward.of(neuron(), List.of("x"), List.of("y"))));
    }

    @Test
    void keptValueIsAnInput() {
        var backward = Backward.of(neuron(), List.of("b"), List.of("y"), List.of("sum"));

        assertEquals(
                List.of("grad.y", "sum"), backward.inputs().stream().map(v -> v.name()).toList());
    }

    @Test
    void constantCanBeWanted() {
        var backward = Backward.of(neuron(), List.of("w"), List.of("y"));

        assertEquals("f32[2, 3]", backward.outputs().getFirst().type().toString());
    }

    @Test
    void gradientOfValueUsedTwiceIsASum() {
        var backward = Backward.of(neuron(), List.of("b"), List.of("sum", "y"));

        assertEquals(
                List.of("grad.sum", "grad.y"),
                backward.inputs().stream()
                        .map(v -> v.name())
                        .filter(n -> n.startsWith("grad"))
                        .toList());
    }

    @Test
    void outputThatDoesNotDependOnTheWantedIsRefused() {
        var graph = new GraphBuilder("apart");
        var x = graph.input("x", DType.F32, Dim.of(2));
        var z = graph.input("z", DType.F32, Dim.of(2));
        graph.output("y", graph.root().sqrt(x));
        graph.output("w", graph.root().sqrt(z));
        var forward = graph.build();

        assertThrows(ShapeException.class, () -> Backward.of(forward, List.of("z"), List.of("y")));
    }
}
