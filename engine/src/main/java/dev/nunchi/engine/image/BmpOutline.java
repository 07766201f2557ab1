package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;

/// Reads the headers of a BMP file.
///
/// | offset | holds |
/// |---|---|
/// | 10 | where the pixels begin |
/// | 14 | size of the second header: 12 for OS/2, else 40 or more |
/// | 18, 22 | width, height (16 bits each in OS/2's, at 18 and 20); negative: top row first |
/// | 28, 30 | bits per pixel, compression (bits at 24 in OS/2's) |
///
/// Source: Microsoft, `BITMAPINFOHEADER` and its successors.
final class BmpOutline {
    private static final int OS2_HEADER = 12;
    private static final int RUNS_OF_BYTES = 1;
    private static final int RUNS_OF_NIBBLES = 2;
    private static final int EMBEDDED_JPEG = 4;
    private static final int EMBEDDED_PNG = 5;

    private BmpOutline() {}

    static Outline read(ByteBuffer bytes, String source) throws PictureException {
        boolean os2 = bytes.getInt(14) == OS2_HEADER;
        int width = os2 ? Outline.u16(bytes, 18) : bytes.getInt(18);
        int height = os2 ? Outline.u16(bytes, 20) : Math.absExact(bytes.getInt(22));
        int bits = Outline.u16(bytes, os2 ? 24 : 28);
        int compression = os2 ? 0 : bytes.getInt(30);
        if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
            throw Outline.unsupported(source, "a JPEG or PNG picture inside a BMP file");
        }
        if (compression != RUNS_OF_BYTES && compression != RUNS_OF_NIBBLES) {
            long rowBytes = ((long) width * bits + 31) / 32 * 4;
            if (bytes.getInt(10) + rowBytes * height > bytes.limit()) {
                throw Outline.damaged(source, "ends before its last row");
            }
        }
        return new Outline(width, height, Orientation.UPRIGHT);
    }
}
