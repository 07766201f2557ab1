package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.nunchi.engine.error.PictureException;

import org.junit.jupiter.api.Test;

class PictureEncoderTest {
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
