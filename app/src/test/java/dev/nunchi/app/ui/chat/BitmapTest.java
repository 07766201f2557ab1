package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class BitmapTest {
    private static byte[] rgb(int... argb) {
        return Bitmap.onWhite(argb.length, 1, argb).rgb();
    }

    @Test
    void transparentPixelBecomesWhite() {
        assertArrayEquals(new byte[] {-1, -1, -1, 1, 2, 3}, rgb(0x00112233, 0xff010203));
    }

    @Test
    void bitmapWithoutAnyAlphaKeepsItsColours() {
        assertArrayEquals(new byte[] {1, 2, 3}, rgb(0x00010203));
    }
}
