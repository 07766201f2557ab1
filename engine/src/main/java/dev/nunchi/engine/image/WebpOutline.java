package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;

/// Walks the chunks of a WebP file: type, length, data, padded to an even length.
///
/// | chunk | holds |
/// |---|---|
/// | `VP8 ` | lossy pixels; 14-bit width and height at 6 and 8 |
/// | `VP8L` | lossless pixels; 14-bit width − 1 and height − 1 in the bits from 1 on |
/// | `VP8X` | flags (2: animated), 24-bit width − 1 and height − 1 at 4 and 7 |
/// | `EXIF` | EXIF |
///
/// Source: RFC 9649.
final class WebpOutline {
    private static final int LOSSY = 0x20385056;
    private static final int LOSSLESS = 0x4c385056;
    private static final int EXTENDED = 0x58385056;
    private static final int EXIF = 0x46495845;
    private static final int FIRST_CHUNK = 12;
    private static final int SIDE = 0x3fff;
    private static final int ANIMATED = 2;

    private WebpOutline() {}

    static Outline read(ByteBuffer bytes, String source) throws PictureException {
        int end = Math.addExact(8, bytes.getInt(4));
        if (end > bytes.limit()) {
            throw Outline.damaged(source, "ends before its last chunk");
        }
        var outline = new Outline(0, 0, Orientation.UPRIGHT);
        for (int at = FIRST_CHUNK; at < end - 8; ) {
            int length = bytes.getInt(at + 4);
            var chunk = bytes.slice(at + 8, length).order(bytes.order());
            outline = with(bytes.getInt(at), chunk, outline, source);
            at = Math.addExact(at + 8, length + (length & 1));
        }
        return outline;
    }

    private static Outline with(int type, ByteBuffer chunk, Outline before, String source)
            throws PictureException {
        return switch (type) {
            case LOSSY ->
                    larger(before, Outline.u16(chunk, 6) & SIDE, Outline.u16(chunk, 8) & SIDE);
            case LOSSLESS -> {
                int bits = chunk.getInt(1);
                yield larger(before, (bits & SIDE) + 1, (bits >> 14 & SIDE) + 1);
            }
            case EXTENDED -> {
                if ((chunk.get(0) & ANIMATED) != 0) {
                    throw Outline.unsupported(source, "animated WebP");
                }
                yield larger(before, (chunk.getInt(3) >>> 8) + 1, (chunk.getInt(6) >>> 8) + 1);
            }
            case EXIF ->
                    new Outline(before.width(), before.height(), Orientation.inExif(exif(chunk)));
            default -> before;
        };
    }

    /// Chunks that disagree are the decoder's to refuse; until then the larger size counts.
    private static Outline larger(Outline before, int width, int height) {
        return new Outline(
                Math.max(before.width(), width),
                Math.max(before.height(), height),
                before.orientation());
    }

    /// Some writers keep the mark that JPEG needs.
    private static ByteBuffer exif(ByteBuffer chunk) {
        return chunk.limit() > 6 && chunk.get(0) == 'E' ? chunk.slice(6, chunk.limit() - 6) : chunk;
    }
}
