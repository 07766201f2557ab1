package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

class RowOrderTest {
    /// Two heads of four rows, one element each: the file has them interleaved.
    private static final float[] STORED = {0, 2, 1, 3, 10, 12, 11, 13};

    private static final StoredTensor QUERY =
            StoredTensor.of("q", TensorFormat.F32, Shape.of(8, 1), MemorySegment.ofArray(STORED))
                    .reordered(new RowOrder.InterleavedHalves(4));

    @Test
    void halvesOfEachHeadAreTakenApart() {
        assertArrayEquals(new float[] {0, 1, 2, 3, 10, 11, 12, 13}, QUERY.toFloats());
    }

    @Test
    void elementsOfBiasAreTakenApart() {
        var bias =
                StoredTensor.of("b", TensorFormat.F32, Shape.of(8), MemorySegment.ofArray(STORED))
                        .reordered(new RowOrder.InterleavedHalves(4));

        assertArrayEquals(new float[] {0, 1, 2, 3, 10, 11, 12, 13}, bias.toFloats());
    }

    @Test
    void rowReadsThroughTheOrder() {
        var row = new float[1];
        QUERY.readRow(5, row, 0);
        assertArrayEquals(new float[] {11}, row);
    }

    @Test
    void reorderedTensorHasNoView() {
        assertThrows(IllegalStateException.class, QUERY::view);
    }

    @Test
    void rowOutsideIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> QUERY.row(8));
        assertThrows(IndexOutOfBoundsException.class, () -> QUERY.row(-1));
    }
}
