package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/// The gradient of laying out a picture's rows.
class PictureSpreadTest {
    private static final int WIDTH = 3;

    /// Of sums of some hundred products.
    private static final double TOLERANCE = 1e-4;

    /// `⟨arrange(x), y⟩ = ⟨x, spread(y)⟩`, as lines end with zeros here.
    @ParameterizedTest
    @CsvSource({
        "llava_onevision, 83, 31, 1",
        "llava_onevision, 29, 71, 1",
        "llava_onevision, 400, 410, 1",
        "llava_onevision, 83, 31, 2",
        "llava_next_odd, 83, 31, 1",
        "dinov2_whole, 83, 31, 1"
    })
    void spreadIsTheTransposeOfArrange(String name, int width, int height, int pictures)
            throws EngineException {
        var layout = layout(name, width, height, pictures);
        var random = new Random(7);
        var x = numbers(random, layout.projectedRows() * WIDTH);
        var y = numbers(random, layout.rows() * WIDTH);

        double there = product(layout.arrange(x, new float[WIDTH]), y);
        double back = product(x, layout.spread(y));

        assertEquals(there, back, TOLERANCE);
    }

    private static PictureLayout layout(String name, int width, int height, int pictures)
            throws EngineException {
        if (name.equals("dinov2_whole")) {
            return PictureLayout.whole(25);
        }
        var variants = Golden.repository().resolve("src/conformance/variants");
        try (var checkpoint = Checkpoint.open(variants.resolve(name).resolve("model"))) {
            return PictureLayout.of(checkpoint.config(), width, height, pictures);
        }
    }

    private static float[] numbers(Random random, int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat(-1, 1);
        }
        return numbers;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
