package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Random;

class HadamardTest {
    private static final float TOLERANCE = 1e-5f;
    private static final long SEED = 5;

    @Test
    void turningTwiceGivesTheVectorBack() {
        var random = new Random(SEED);
        var vector = new float[192];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        var turned = vector.clone();
        var hadamard = Hadamard.of(vector.length);

        hadamard.apply(turned);
        hadamard.apply(turned);

        assertArrayEquals(vector, turned, TOLERANCE, "seed " + SEED);
    }

    @Test
    void outlierIsSpreadOverItsBlock() {
        var vector = new float[128];
        vector[70] = 8;

        new Hadamard(64).apply(vector);

        for (int i = 0; i < vector.length; i++) {
            assertEquals(i < 64 ? 0 : 1, Math.abs(vector[i]), TOLERANCE, "element " + i);
        }
    }

    @Test
    void blocksDivideTheVector() {
        assertEquals(64, Hadamard.of(576).size());
        assertEquals(32, Hadamard.of(96).size());
        assertEquals(1, Hadamard.of(33).size());
    }
}
