package dev.nunchi.app.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;

import org.junit.jupiter.api.Test;

import java.util.Random;

class OutgoingPictureTest {
    @Test
    void largePictureIsMadeSmallerAndSaysSo() throws EngineException {
        var sent = OutgoingPicture.of(RemoteClientTest.grey(4096, 1000, "JPEG"));

        assertTrue(sent.isSmaller());
        assertEquals(OutgoingPicture.MAX_SIDE, sent.width());
        assertEquals(4096, sent.originalWidth());
        assertEquals(500, PictureReader.read(sent.bytes(), "sent.jpg").height());
    }

    @Test
    void smallPictureKeepsItsPixels() throws EngineException {
        var picture = noise(60, 40, "PNG");

        var sent = OutgoingPicture.of(picture);

        assertFalse(sent.isSmaller());
        assertEquals("image/png", sent.mediaType());
        assertArrayEquals(picture.rgb(), PictureReader.read(sent.bytes(), "sent.png").rgb());
    }

    @Test
    void photographGoesAsJpeg() {
        assertEquals("image/jpeg", OutgoingPicture.of(noise(60, 40, "JPEG")).mediaType());
    }

    @Test
    void pngThatWouldBeLargeGoesAsJpeg() {
        assertEquals("image/jpeg", OutgoingPicture.of(noise(1400, 1100, "PNG")).mediaType());
    }

    private static Picture noise(int width, int height, String format) {
        var rgb = new byte[3 * width * height];
        new Random(1).nextBytes(rgb);
        return new Picture(width, height, rgb, format, "");
    }
}
