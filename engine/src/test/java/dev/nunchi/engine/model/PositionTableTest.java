package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/// Expected values are those of PyTorch's `interpolate(mode="bicubic")`; a whole tower's are in the
/// case `llava_dinov2_resized`.
class PositionTableTest {
    private static final float TOLERANCE = 1e-6f;

    @Test
    void tableOfTheSameSideStays() {
        var values = new float[] {9, 1, 2, 3, 4};

        var resized = new PositionTable(values, 2).resized(2);

        assertArrayEquals(values, resized.toFloats(), TOLERANCE);
    }

    @Test
    void middleOfTwoRowsIsTheirMean() {
        var resized = new PositionTable(new float[] {9, 1, 2, 3, 4}, 2).resized(1);

        assertArrayEquals(new float[] {9, 2.5f}, resized.toFloats(), TOLERANCE);
    }
}
