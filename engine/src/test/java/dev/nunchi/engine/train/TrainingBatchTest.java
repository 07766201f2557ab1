package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

class TrainingBatchTest {
    private static final int NO = TrainingExample.IGNORED;

    private static TrainingExample example(int... labels) {
        return new TrainingExample(new int[labels.length], labels, List.of());
    }

    @Test
    void rowLearnsTheLabelOfTheNext() {
        var batch = new TrainingBatch(List.of(example(NO, NO, 7, NO), example(NO, 8)));

        assertEquals(
                List.of(new TrainingBatch.Target(1, 7), new TrainingBatch.Target(4, 8)),
                batch.targets());
    }

    @Test
    void labelAtTheStartHasNothingBeforeIt() {
        assertThrows(
                IllegalArgumentException.class, () -> new TrainingBatch(List.of(example(7, NO))));
    }

    @Test
    void picturesArePlacedAmongAllRows() {
        var rows = Tensor.ofFloats(Shape.of(2, 3), new float[6]);
        var picture = new TrainingExample.PlacedPicture(1, SeenPicture.whole(rows));
        var seeing = new TrainingExample(new int[4], new int[] {NO, NO, NO, 5}, List.of(picture));
        var batch = new TrainingBatch(List.of(example(NO, 1, 2, 3, 4), seeing));

        assertEquals(6, batch.pictures().getFirst().row());
    }

    @Test
    void pictureBeyondTheEndIsRefused() {
        var rows = Tensor.ofFloats(Shape.of(2, 3), new float[6]);
        var picture = new TrainingExample.PlacedPicture(3, SeenPicture.whole(rows));

        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainingExample(new int[4], new int[4], List.of(picture)));
    }
}
