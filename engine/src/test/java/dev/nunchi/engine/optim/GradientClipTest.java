package dev.nunchi.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.Map;

class GradientClipTest {
    private static final float ROUNDING = 2e-6f;

    @Test
    void largeGradientsAreScaledTogether() {
        var gradients = Map.of("a", tensor(3, 0), "b", tensor(0, 4));

        assertEquals(5, new GradientClip(1).clip(gradients), ROUNDING);
        assertArrayEquals(new float[] {0.6f, 0}, gradients.get("a").toFloats(), ROUNDING);
        assertArrayEquals(new float[] {0, 0.8f}, gradients.get("b").toFloats(), ROUNDING);
    }

    @Test
    void smallGradientsStayAsTheyAre() {
        var gradients = Map.of("a", tensor(0.3f, 0.4f));

        new GradientClip(1).clip(gradients);

        assertArrayEquals(new float[] {0.3f, 0.4f}, gradients.get("a").toFloats());
    }

    @Test
    void noLimitOnlyMeasures() {
        var gradients = Map.of("a", tensor(30, 40));

        assertEquals(50, new GradientClip(0).clip(gradients), ROUNDING);
        assertArrayEquals(new float[] {30, 40}, gradients.get("a").toFloats());
    }

    @Test
    void whatIsNoNumberShowsInTheNorm() {
        double norm = new GradientClip(1).clip(Map.of("a", tensor(Float.NaN, 1)));

        assertTrue(Double.isNaN(norm));
    }

    private static Tensor tensor(float... values) {
        return Tensor.ofFloats(Shape.of(values.length), values);
    }
}
