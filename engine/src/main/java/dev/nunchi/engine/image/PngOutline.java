package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Walks the chunks of a PNG file: length, type, data, checksum.
///
/// | chunk | holds |
/// |---|---|
/// | `IHDR` | width, height, bit depth, colour type |
/// | `IDAT` | a piece of one deflate stream |
/// | `eXIf` | EXIF |
/// | `IEND` | the end |
///
/// Source: PNG (third edition), sections 5 and 11.
final class PngOutline {
    private static final int HEADER = 0x49484452;
    private static final int DATA = 0x49444154;
    private static final int EXIF = 0x65584966;
    private static final int END = 0x49454e44;
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME = 12;

    /// Above it the deflate stream is unpacked once for its length, before memory is given.
    private static final long UNCHECKED_PIXELS = 8_000_000;

    private final ByteBuffer bytes;
    private final String source;
    private final List<ByteBuffer> data = new ArrayList<>();
    private Orientation orientation = Orientation.UPRIGHT;

    private PngOutline(ByteBuffer bytes, String source) {
        this.bytes = bytes;
        this.source = source;
    }

    static Outline read(ByteBuffer bytes, String source) throws PictureException {
        return new PngOutline(bytes, source).walk();
    }

    private Outline walk() throws PictureException {
        if (bytes.getInt(FIRST_CHUNK + 4) != HEADER) {
            throw Outline.damaged(source, "does not begin with its header");
        }
        int at = FIRST_CHUNK;
        while (bytes.getInt(at + 4) != END) {
            int length = bytes.getInt(at);
            var content = bytes.slice(at + 8, length);
            switch (bytes.getInt(at + 4)) {
                case DATA -> data.add(content);
                case EXIF -> orientation = Orientation.inExif(content);
                default -> {}
            }
            at = Math.addExact(at + CHUNK_FRAME, length);
        }
        return outline();
    }

    private Outline outline() throws PictureException {
        int at = FIRST_CHUNK + 8;
        var outline = new Outline(bytes.getInt(at), bytes.getInt(at + 4), orientation);
        // a bomb is refused for its size: unpacking it would only take time
        if (outline.pixels() > UNCHECKED_PIXELS && outline.pixels() <= PictureReader.MAX_PIXELS) {
            long bits = outline.pixels() * bitsPerPixel(bytes.get(at + 8), bytes.get(at + 9));
            checkUnpackedLength(bits / 8);
        }
        return outline;
    }

    private static int bitsPerPixel(int depth, int colourType) {
        return switch (colourType) {
            case 2 -> 3 * depth;
            case 4 -> 2 * depth;
            case 6 -> 4 * depth;
            default -> depth;
        };
    }

    private void checkUnpackedLength(long needed) throws PictureException {
        var rows = new byte[1 << 16];
        try (var inflater = new Inflater()) {
            for (var piece : data) {
                inflater.setInput(piece);
                while (inflater.getBytesWritten() < needed && inflater.inflate(rows) > 0) {
                    // only the length is wanted
                }
            }
            if (inflater.getBytesWritten() < needed) {
                throw Outline.damaged(source, "holds fewer pixels than its header says");
            }
        } catch (DataFormatException e) {
            throw Outline.damaged(source, "holds a broken deflate stream: " + e.getMessage());
        }
    }
}
