package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.PictureException.Reason;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/// What a picture's own container says of it, found without decoding a pixel.
///
/// Read before any decoder is started, so that a lying header is seen through before it costs
/// memory. The readers walk the container to its end and let [IndexOutOfBoundsException] escape
/// where it points past the last byte: [PictureReader] calls that damage.
///
/// @param width of the stored pixels, before orientation
/// @param channels colour channels as stored, where the format says; else 3
/// @param found what the container says of its pixels besides their orientation
record Outline(
        int width, int height, int channels, Orientation orientation, Set<Decoding.Note> found) {
    private static final int INKS = 4;

    static Outline of(PictureFormat format, byte[] encoded, String source) throws PictureException {
        var little = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        var big = ByteBuffer.wrap(encoded);
        return switch (format) {
            case JPEG -> JpegOutline.read(big, source);
            case PNG -> PngOutline.read(big, source);
            case GIF -> GifOutline.read(little);
            case BMP -> BmpOutline.read(little, source);
            case TIFF -> TiffOutline.read(little, source);
            case WEBP -> WebpOutline.read(little, source);
        };
    }

    /// For formats that always decode to red, green and blue.
    Outline(int width, int height, Orientation orientation) {
        this(width, height, 3, orientation, Set.of());
    }

    /// What becomes of the pixels, as far as the container tells.
    Set<Decoding.Note> notes() {
        var notes = EnumSet.noneOf(Decoding.Note.class);
        notes.addAll(found);
        if (orientation != Orientation.UPRIGHT) {
            notes.add(Decoding.Note.TURNED);
        }
        if (channels == INKS) {
            notes.add(Decoding.Note.INK_CONVERTED);
        }
        return notes;
    }

    Size uprightSize() {
        return orientation.swapsSides() ? new Size(height, width) : new Size(width, height);
    }

    long pixels() {
        return (long) width * height;
    }

    static int u8(ByteBuffer bytes, int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }

    static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    static PictureException damaged(String source, String problem) {
        return new PictureException(source, Reason.DAMAGED, problem);
    }

    static PictureException unsupported(String source, String format) {
        return PictureException.unsupported(source, format);
    }
}
