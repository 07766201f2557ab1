package dev.nunchi.app.ui.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.ui.control.PictureZoom.Part;
import dev.nunchi.app.ui.control.PictureZoom.Size;

import org.junit.jupiter.api.Test;

class PictureZoomTest {
    private static final Size WINDOW = new Size(400, 400);
    private static final PictureZoom WIDE = PictureZoom.fit(new Size(800, 400), WINDOW);
    private static final double EXACT = 1e-9;

    @Test
    void pictureFitsInTheMiddle() {
        assertEquals(0.5, WIDE.scale());
        assertEquals(0, WIDE.x());
        assertEquals(100, WIDE.y());
        assertTrue(WIDE.isFit());
    }

    @Test
    void smallPictureIsNotEnlargedUntilItIsABlur() {
        assertEquals(2, PictureZoom.fit(new Size(10, 10), WINDOW).scale());
    }

    @Test
    void placeUnderTheMouseStaysThere() {
        var before = WIDE.by(4);
        double place = (150 - before.x()) / before.scale();
        var after = before.by(1.5, 150, 200);

        assertEquals(place, (150 - after.x()) / after.scale(), EXACT);
        assertFalse(after.isFit());
    }

    @Test
    void pictureCannotBeShrunkBelowFittingOrMovedOutOfSight() {
        assertEquals(WIDE, WIDE.by(0.1));
        assertEquals(WIDE, WIDE.moved(50, -80));
        assertEquals(0, WIDE.by(4).moved(10_000, 0).x());
    }

    @Test
    void fittingPictureFitsALargerWindowToo() {
        assertEquals(
                PictureZoom.fit(new Size(800, 400), new Size(800, 800)),
                WIDE.in(new Size(800, 800)));
    }

    @Test
    void boxIsAPartOfThePictureWhicheverWayItIsDrawn() {
        var part = new Part(0.25, 0.5, 0.5, 0.5);

        assertEquals(part, WIDE.between(100, 200, 300, 300));
        assertEquals(part, WIDE.between(300, 399, 100, 200));
    }
}
