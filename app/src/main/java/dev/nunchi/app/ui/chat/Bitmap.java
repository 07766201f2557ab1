package dev.nunchi.app.ui.chat;

/// Pixels that came without a file, e.g. from the clipboard.
///
/// @param rgb `3 · width · height` bytes, row by row; owned by the record, never changed
@SuppressWarnings("ArrayRecordComponent") // pixels are handed on once, a copy would double them
public record Bitmap(int width, int height, byte[] rgb) {
    private static final int OPAQUE = 255;

    /// Lays ARGB pixels on white. Some screenshot tools leave the alpha channel empty: if no pixel
    /// has any, the colours count as they are.
    static Bitmap onWhite(int width, int height, int[] argb) {
        int mask = 0;
        for (int pixel : argb) {
            mask |= pixel >>> 24;
        }
        var rgb = new byte[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            int alpha = mask == 0 ? OPAQUE : argb[i] >>> 24;
            rgb[3 * i] = over(argb[i] >> 16, alpha);
            rgb[3 * i + 1] = over(argb[i] >> 8, alpha);
            rgb[3 * i + 2] = over(argb[i], alpha);
        }
        return new Bitmap(width, height, rgb);
    }

    private static byte over(int level, int alpha) {
        return (byte) (((level & 0xff) * alpha + OPAQUE * (OPAQUE - alpha)) / OPAQUE);
    }
}
