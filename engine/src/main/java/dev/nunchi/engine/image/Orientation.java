package dev.nunchi.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How stored pixels must be turned to be upright, in the order of EXIF's values 1 to 8.
///
/// Source: Exif 2.32, tag 0x0112; TIFF 6.0, section 8.
enum Orientation {
    UPRIGHT,
    MIRRORED,
    TURNED_180,
    FLIPPED,
    TRANSPOSED,
    TURNED_RIGHT,
    TRANSVERSED,
    TURNED_LEFT;

    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;
    private static final int BIG_ENDIAN_MARK = 0x4d4d;

    /// @param value EXIF's number; one outside 1 to 8 means nothing, as everywhere
    static Orientation of(int value) {
        return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
    }

    /// The orientation in an EXIF block, which is laid out as a TIFF file.
    ///
    /// A broken block does not spoil the picture: it counts as upright.
    static Orientation inExif(ByteBuffer exif) {
        if (exif.remaining() < 8) {
            return UPRIGHT;
        }
        var tiff = exif.slice();
        tiff.order(
                tiff.getShort(0) == BIG_ENDIAN_MARK
                        ? ByteOrder.BIG_ENDIAN
                        : ByteOrder.LITTLE_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int count = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < count; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (entry > tiff.limit() - ENTRY_BYTES) {
                return UPRIGHT;
            }
            if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
                return of(Short.toUnsignedInt(tiff.getShort(entry + 8)));
            }
        }
        return UPRIGHT;
    }

    /// Whether width and height change places.
    boolean swapsSides() {
        return switch (this) {
            case UPRIGHT, MIRRORED, TURNED_180, FLIPPED -> false;
            case TRANSPOSED, TURNED_RIGHT, TRANSVERSED, TURNED_LEFT -> true;
        };
    }

    /// The upright pixels; `rgb` itself if it is upright already.
    ///
    /// @param rgb stored pixels, 3 bytes each
    /// @param width of the stored pixels
    byte[] turn(byte[] rgb, int width, int height) {
        if (this == UPRIGHT) {
            return rgb;
        }
        var turned = new byte[rgb.length];
        int turnedWidth = swapsSides() ? height : width;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = 3 * (y * width + x);
                int to = 3 * target(x, y, width - 1, height - 1, turnedWidth);
                turned[to] = rgb[from];
                turned[to + 1] = rgb[from + 1];
                turned[to + 2] = rgb[from + 2];
            }
        }
        return turned;
    }

    private int target(int x, int y, int right, int bottom, int turnedWidth) {
        return switch (this) {
            case UPRIGHT -> y * turnedWidth + x;
            case MIRRORED -> y * turnedWidth + right - x;
            case TURNED_180 -> (bottom - y) * turnedWidth + right - x;
            case FLIPPED -> (bottom - y) * turnedWidth + x;
            case TRANSPOSED -> x * turnedWidth + y;
            case TURNED_RIGHT -> x * turnedWidth + bottom - y;
            case TRANSVERSED -> (right - x) * turnedWidth + bottom - y;
            case TURNED_LEFT -> (right - x) * turnedWidth + y;
        };
    }
}
