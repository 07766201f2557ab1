package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

class GradientScaleTest {
    private static float[] through(float... gradients) {
        var scaled = gradients.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= GradientScale.FACTOR;
        }
        GradientScale.flush(Tensor.ofFloats(Shape.of(1, scaled.length), scaled));
        GradientScale.remove(scaled);
        return scaled;
    }

    @Test
    void scaleChangesNoBitOfNormalNumbers() {
        var gradients = new float[] {0.1f, -1e-7f, 3e-30f, -Float.MIN_NORMAL};

        assertArrayEquals(gradients, through(gradients));
    }

    @Test
    void subnormalNumbersBecomeZero() {
        assertArrayEquals(new float[2], through(Float.MIN_VALUE, -1e-39f), 0);
    }
}
