package dev.nunchi.engine.image;

/// A decoded picture, upright: 8-bit sRGB levels without alpha.
///
/// @param rgb red, green, blue of each pixel, row by row: `3 · width · height` bytes; shared, not
///   copied, and never changed once the picture is made
/// @param format the format it was decoded from, e.g. `JPEG`
/// @param contentHash SHA-256 of the encoded bytes, lower-case hexadecimal
/// @param decoding what became of the stored pixels
// The record owns its bytes; a defensive copy would double the memory of every photograph.
@SuppressWarnings("ArrayRecordComponent")
public record Picture(
        int width, int height, byte[] rgb, String format, String contentHash, Decoding decoding) {
    public Picture {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "%d x %d pixels do not take %d bytes".formatted(width, height, rgb.length));
        }
    }

    /// Of pixels that were not decoded.
    public Picture(int width, int height, byte[] rgb, String format, String contentHash) {
        this(width, height, rgb, format, contentHash, Decoding.none());
    }

    /// The pixels as `0xffRRGGBB`, row by row, for a window's image.
    public int[] argb() {
        var argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            argb[i] =
                    0xff000000
                            | (rgb[3 * i] & 0xff) << 16
                            | (rgb[3 * i + 1] & 0xff) << 8
                            | (rgb[3 * i + 2] & 0xff);
        }
        return argb;
    }
}
