package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;
import java.util.Set;

/// Walks the chunks of a PNG file: length, type, data, checksum.
///
/// | chunk | holds |
/// |---|---|
/// | `IHDR` | width, height, bit depth, colour type |
/// | `eXIf` | EXIF |
/// | `iCCP` | a colour profile |
/// | `IEND` | the end |
///
/// Source: PNG (third edition), sections 5 and 11.
final class PngOutline {
    private static final int HEADER = 0x49484452;
    private static final int EXIF = 0x65584966;
    private static final int PROFILE = 0x69434350;
    private static final int END = 0x49454e44;
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME = 12;

    private PngOutline() {}

    static Outline read(ByteBuffer bytes, String source) throws PictureException {
        if (bytes.getInt(FIRST_CHUNK + 4) != HEADER) {
            throw Outline.damaged(source, "does not begin with its header");
        }
        var orientation = Orientation.UPRIGHT;
        Set<Decoding.Note> found = Set.of();
        int at = FIRST_CHUNK;
        while (bytes.getInt(at + 4) != END) {
            int length = bytes.getInt(at);
            var content = bytes.slice(at + 8, length);
            if (bytes.getInt(at + 4) == EXIF) {
                orientation = Orientation.inExif(content);
            } else if (bytes.getInt(at + 4) == PROFILE && DecodingNotes.isForeignProfile(content)) {
                found = Set.of(Decoding.Note.PROFILE_IGNORED);
            }
            at = Math.addExact(at + CHUNK_FRAME, length);
        }
        int width = bytes.getInt(FIRST_CHUNK + 8);
        return new Outline(width, bytes.getInt(FIRST_CHUNK + 12), 3, orientation, found);
    }
}
