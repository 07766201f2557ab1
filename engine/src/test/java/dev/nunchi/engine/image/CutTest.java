package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class CutTest {
    /// Two rows of three pixels: red is 1 to 6.
    private static final Picture PICTURE =
            new Picture(
                    3,
                    2,
                    new byte[] {1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0, 6, 0, 0},
                    "PNG",
                    "");

    @Test
    void partHasThePixelsOfItsRegion() {
        var part = Cut.of(PICTURE, new Region(1, 0, 2, 2));

        assertArrayEquals(new byte[] {2, 0, 0, 3, 0, 0, 5, 0, 0, 6, 0, 0}, part.rgb());
        assertEquals(2, part.width());
    }

    @Test
    void whatLiesOutsideIsLeftOut() {
        var part = Cut.of(PICTURE, new Region(-5, 1, 100, 100));

        assertArrayEquals(new byte[] {4, 0, 0, 5, 0, 0, 6, 0, 0}, part.rgb());
    }

    @Test
    void thinnestPartIsOnePixel() {
        assertEquals(1, Cut.of(PICTURE, new Region(1.2, 0.1, 0.1, 0.1)).width());
    }

    @Test
    void unrecognisablePictureHasTheSizeAndAnotherHash() {
        var original = new Picture(30, 20, new byte[1800], "PNG", "c0de".repeat(16));
        var blurred = Unrecognisable.of(original);

        assertEquals(30, blurred.width());
        assertEquals(20, blurred.height());
        assertNotEquals(original.contentHash(), blurred.contentHash());
        assertEquals(blurred.contentHash(), Unrecognisable.of(original).contentHash());
    }
}
