package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class FreshProjectorTest {
    private static final String NORM = "multi_modal_projector.norm.";
    private static final String LINEAR = "multi_modal_projector.linear_1.";
    private static final int INPUTS = 400;
    private static final int OUTPUTS = 100;
    private static final int PICTURE_ROWS = 6;

    @Test
    void linearLayerIsUniformBetweenItsBounds() {
        var values = drawn(1).get(LINEAR + "weight").toFloats();
        double bound = 1 / Math.sqrt(INPUTS);

        var statistics =
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).summaryStatistics();
        assertTrue(statistics.getMax() < bound && statistics.getMax() > 0.99 * bound);
        assertTrue(statistics.getMin() > -bound && statistics.getMin() < -0.99 * bound);
        assertEquals(0, statistics.getAverage(), 0.02 * bound);
    }

    @Test
    void biasHasTheBoundOfItsWeight() {
        var values = drawn(1).get(LINEAR + "bias").toFloats();
        double bound = 1 / Math.sqrt(INPUTS);

        double largest =
                IntStream.range(0, values.length)
                        .mapToDouble(i -> Math.abs(values[i]))
                        .max()
                        .orElseThrow();
        assertTrue(largest < bound && largest > 0.8 * bound, "largest " + largest);
    }

    @Test
    void normIsTheIdentity() {
        var ones = new float[INPUTS];
        Arrays.fill(ones, 1);

        assertArrayEquals(ones, drawn(1).get(NORM + "weight").toFloats());
        assertArrayEquals(new float[INPUTS], drawn(1).get(NORM + "bias").toFloats());
    }

    @Test
    void sameSeedDrawsTheSame() {
        var weight = drawn(7).get(LINEAR + "weight").toFloats();

        assertArrayEquals(weight, drawn(7).get(LINEAR + "weight").toFloats());
        assertFalse(Arrays.equals(weight, drawn(8).get(LINEAR + "weight").toFloats()));
    }

    @Test
    void rowsOfAPictureGetTheDeviationOfEmbeddings() {
        double wanted = 0.1;
        var projector = drawn(1);
        projector.pollLastEntry();
        var random = new SplittableRandom(3);
        var picture = new float[PICTURE_ROWS * INPUTS];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) random.nextGaussian(5, 20);
        }

        FreshProjector.scale(
                projector, Tensor.ofFloats(Shape.of(PICTURE_ROWS, INPUTS), picture), wanted);

        // After the norm inputs have mean square 1: W's own deviation times √inputs is the rows'.
        var weight = projector.get(LINEAR + "weight").toFloats();
        double rows = FreshProjector.deviation(weight) * Math.sqrt(INPUTS);
        assertEquals(wanted, rows, 0.1 * wanted);
    }

    private static SequencedMap<String, Tensor> drawn(long seed) {
        var projector = new LinkedHashMap<String, Tensor>();
        projector.put(NORM + "weight", tensor(INPUTS));
        projector.put(NORM + "bias", tensor(INPUTS));
        projector.put(LINEAR + "weight", tensor(OUTPUTS, INPUTS));
        projector.put(LINEAR + "bias", tensor(OUTPUTS));
        FreshProjector.draw(projector, seed);
        return projector;
    }

    private static Tensor tensor(long... dims) {
        var shape = Shape.of(dims);
        return Tensor.ofFloats(shape, new float[Math.toIntExact(shape.count())]);
    }
}
