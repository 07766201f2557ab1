package dev.nunchi.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.Map;

class GradientSumTest {
    private static final double ROUNDING = 1e-6;

    private final GradientSum sum;

    GradientSumTest() throws EngineException {
        sum =
                new GradientSum(
                        gradients(0, 0),
                        shape -> Tensor.ofFloats(shape, new float[Math.toIntExact(shape.count())]));
    }

    @Test
    void everyTargetWeighsTheSame() {
        sum.add(1, 1, gradients(1, 2));
        sum.add(5, 3, gradients(5, 10));

        assertEquals(4, sum.loss(), ROUNDING);
        assertEquals(4, sum.targets());
        assertArrayEquals(new float[] {4, 8}, sum.gradients().get("p").toFloats(), 1e-6f);
    }

    @Test
    void oneBatchIsKeptToTheBit() {
        sum.add(0.1, 7, gradients(0.1f, 1e-30f));

        assertArrayEquals(new float[] {0.1f, 1e-30f}, sum.gradients().get("p").toFloats());
    }

    @Test
    void clearedSumForgetsEvenWhatIsNoNumber() {
        sum.add(Double.NaN, 1, gradients(Float.NaN, Float.POSITIVE_INFINITY));
        sum.clear();
        sum.add(2, 1, gradients(3, 4));

        assertEquals(2, sum.loss());
        assertArrayEquals(new float[] {3, 4}, sum.gradients().get("p").toFloats());
    }

    @Test
    void batchWithoutTargetsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> sum.add(0, 0, gradients(1, 1)));
    }

    private static Map<String, Tensor> gradients(float first, float second) {
        return Map.of("p", Tensor.ofFloats(Shape.of(2), new float[] {first, second}));
    }
}
