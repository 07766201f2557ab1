package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.nunchi.engine.error.PictureException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class PictureEncoderTest {
    private static final byte GREY = 100;

    /// Levels; a plain colour loses next to nothing.
    private static final byte COLOUR_TOLERANCE = 2;

    @Test
    void jpegHasTheSizeAndNearlyTheColours() throws PictureException {
        var picture = new Picture(16, 16, grey(16 * 16), "PNG", "");

        var again = PictureReader.read(PictureEncoder.jpeg(picture, 0.9f), "again.jpg");

        assertEquals(16, again.height());
        for (byte level : again.rgb()) {
            assertEquals(GREY, level, COLOUR_TOLERANCE);
        }
    }

    private static byte[] grey(int pixels) {
        var rgb = new byte[3 * pixels];
        Arrays.fill(rgb, GREY);
        return rgb;
    }

    @Test
    void pngDecodesToTheSamePixels() throws PictureException {
        var picture = sample();

        var again = PictureReader.read(PictureEncoder.png(picture), "again.png");
        assertArrayEquals(picture.rgb(), again.rgb());
    }

    @Test
    void pictureThatFitsIsNotScaled() throws PictureException {
        var picture = sample();

        assertSame(picture, PictureEncoder.scaledToFit(picture, SamplePictures.WIDTH));
    }

    @Test
    void scaledPictureKeepsRatioAndHash() throws PictureException {
        var picture = sample();
        var scaled = PictureEncoder.scaledToFit(picture, 12);

        assertEquals(12, scaled.width());
        assertEquals(9, scaled.height());
        assertEquals(picture.contentHash(), scaled.contentHash());
    }

    @Test
    void thinPictureKeepsOnePixel() {
        var line = new Picture(1000, 1, new byte[3000], "PNG", "");

        assertEquals(1, PictureEncoder.scaledToFit(line, 10).height());
    }

    @Test
    void argbIsOpaque() {
        var picture = new Picture(1, 1, new byte[] {(byte) 0xfe, 0x02, (byte) 0x81}, "PNG", "");

        assertArrayEquals(new int[] {0xfffe0281}, picture.argb());
    }

    private static Picture sample() throws PictureException {
        return PictureReader.read(SamplePictures.bytes("rgb.png"), "rgb.png");
    }
}
