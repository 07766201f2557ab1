package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads the first directory of a TIFF file: a count, then entries of tag, type, count and value.
///
/// Only what guards memory is read here: the sides, samples and tiles that a decoder would make
/// room for. Source: TIFF 6.0, section 2 and 8.
final class TiffOutline {
    private static final int ENTRY_BYTES = 12;
    private static final int SHORT = 3;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int MAX_SAMPLES = 5;

    /// A decoder makes room for a whole tile however small the picture is.
    private static final long MAX_TILE_PIXELS = 1 << 22;

    private final ByteBuffer bytes;
    private final int directory;

    private TiffOutline(ByteBuffer bytes) {
        this.bytes = bytes;
        this.directory = bytes.getInt(4);
    }

    static Outline read(ByteBuffer bytes, String source) throws PictureException {
        var order = bytes.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var tiff = new TiffOutline(bytes.order(order));
        if (tiff.value(SAMPLES, 1) > MAX_SAMPLES) {
            throw Outline.unsupported(source, "a TIFF file of that many channels");
        }
        if (tiff.value(TILE_WIDTH, 1) * tiff.value(TILE_HEIGHT, 1) > MAX_TILE_PIXELS) {
            throw Outline.damaged(source, "has tiles that are too large");
        }
        return new Outline(
                Math.toIntExact(tiff.value(WIDTH, 0)),
                Math.toIntExact(tiff.value(HEIGHT, 0)),
                Orientation.of((int) tiff.value(ORIENTATION, 1)));
    }

    private long value(int tag, int byDefault) {
        int count = Outline.u16(bytes, directory);
        for (int i = 0; i < count; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (Outline.u16(bytes, entry) == tag) {
                return Outline.u16(bytes, entry + 2) == SHORT
                        ? Outline.u16(bytes, entry + 8)
                        : Integer.toUnsignedLong(bytes.getInt(entry + 8));
            }
        }
        return byDefault;
    }
}
