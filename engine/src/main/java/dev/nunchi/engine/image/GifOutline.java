package dev.nunchi.engine.image;

import java.nio.ByteBuffer;
import java.util.Set;

/// Walks a GIF file as far as the end of its first frame.
///
/// | bytes | holds |
/// |---|---|
/// | 0–12 | signature, screen size, at 10 the flags of the global colour table |
/// | `21` label | an extension: sub-blocks |
/// | `2C` | a frame: left, top, width, height, flags, colour table, code size, sub-blocks |
///
/// Sub-blocks begin with their length; one of length 0 ends them. Source: GIF89a specification.
final class GifOutline {
    private static final int FLAGS_AT = 10;
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;
    private static final int FRAME_BYTES = 10;

    private GifOutline() {}

    static Outline read(ByteBuffer bytes) {
        int at = FLAGS_AT + 3 + colourTableBytes(bytes, FLAGS_AT);
        while (Outline.u8(bytes, at) == EXTENSION) {
            at = afterSubBlocks(bytes, at + 2);
        }
        if (Outline.u8(bytes, at) != FRAME) {
            throw new IndexOutOfBoundsException("no frame where one should begin");
        }
        int codes = at + FRAME_BYTES + colourTableBytes(bytes, at + 9);
        int end = afterSubBlocks(bytes, codes + 1);
        return new Outline(
                Outline.u16(bytes, at + 5),
                Outline.u16(bytes, at + 7),
                3,
                Orientation.UPRIGHT,
                frameFollows(bytes, end) ? Set.of(Decoding.Note.FIRST_OF_SEVERAL) : Set.of());
    }

    /// What follows is not decoded: that it is damaged spoils nothing.
    private static boolean frameFollows(ByteBuffer bytes, int from) {
        int at = from;
        try {
            while (Outline.u8(bytes, at) == EXTENSION) {
                at = afterSubBlocks(bytes, at + 2);
            }
            return Outline.u8(bytes, at) == FRAME;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static int colourTableBytes(ByteBuffer bytes, int flagsAt) {
        int flags = bytes.get(flagsAt);
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int afterSubBlocks(ByteBuffer bytes, int from) {
        int at = from;
        while (bytes.get(at) != 0) {
            at += 1 + Outline.u8(bytes, at);
        }
        return at + 1;
    }
}
