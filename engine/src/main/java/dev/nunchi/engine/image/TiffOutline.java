package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/// Reads the first directory of a TIFF file: a count, then entries of tag, type, count and value.
///
/// Only what guards memory is read here: the sides, samples and tiles that a decoder would make
/// room for. Source: TIFF 6.0, section 2 and 8.
final class TiffOutline {
    private static final int ENTRY_BYTES = 12;
    private static final int SHORT = 3;
    private static final int SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int SUB_DIRECTORIES = 330;
    private static final int DNG_VERSION = 50706;
    private static final int CANON_MARK = 0x5243; // "CR" behind the header of a CR2 file
    private static final int CANON_MARK_AT = 8;
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
        if (tiff.isCameraRaw()) {
            throw Outline.unsupported(source, PictureFormat.RAW);
        }
        if (tiff.value(SAMPLES, 1) > MAX_SAMPLES) {
            throw Outline.unsupported(source, "TIFF (more than 5 channels)");
        }
        if (tiff.value(TILE_WIDTH, 1) * tiff.value(TILE_HEIGHT, 1) > MAX_TILE_PIXELS) {
            throw Outline.damaged(source, "has tiles that are too large");
        }
        return new Outline(
                Math.toIntExact(tiff.value(WIDTH, 0)),
                Math.toIntExact(tiff.value(HEIGHT, 0)),
                3,
                Orientation.of((int) tiff.value(ORIENTATION, 1)),
                tiff.hasMorePages() ? Set.of(Decoding.Note.FIRST_OF_SEVERAL) : Set.of());
    }

    /// Cameras wrap their sensors' samples in TIFF, behind a small preview that would otherwise be
    /// taken for the picture.
    private boolean isCameraRaw() {
        boolean preview = (value(SUBFILE_TYPE, 0) & 1) != 0 && value(SUB_DIRECTORIES, 0) != 0;
        boolean canon =
                directory > CANON_MARK_AT + 2 && Outline.u16(bytes, CANON_MARK_AT) == CANON_MARK;
        return preview || canon || value(DNG_VERSION, 0) != 0;
    }

    private boolean hasMorePages() {
        int next = directory + 2 + Outline.u16(bytes, directory) * ENTRY_BYTES;
        return next <= bytes.limit() - 4 && bytes.getInt(next) != 0;
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
