package dev.nunchi.engine.image;

import dev.nunchi.engine.error.PictureException;

import java.nio.ByteBuffer;
import java.util.Set;

/// Walks the segments of a JPEG file: `FF`, marker, and for most a length that counts itself.
///
/// | marker | holds |
/// |---|---|
/// | `C0`–`CF` but `C4`, `C8`, `CC` | frame: length, precision, height, width, channels |
/// | `DA` | a scan, followed by entropy-coded bytes in which `FF` is written `FF 00` |
/// | `E1` | EXIF, if it begins with `Exif\0\0` |
/// | `D9` | end of the picture |
///
/// Source: ITU-T T.81, annex B.
final class JpegOutline {
    private static final int FRAME = 0xc0;
    private static final int LAST_DECODED_FRAME = 0xc2;
    private static final int LAST_FRAME = 0xcf;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int ARITHMETIC_TABLES = 0xcc;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int EXIF = 0xe1;
    private static final byte[] EXIF_MARK = {'E', 'x', 'i', 'f', 0, 0};

    /// Each scan of a progressive file touches the whole picture; real files have about ten.
    private static final int MAX_SCANS = 200;

    private final ByteBuffer bytes;
    private final String source;
    private Outline frame = new Outline(0, 0, Orientation.UPRIGHT);
    private Orientation orientation = Orientation.UPRIGHT;
    private int scans;

    private JpegOutline(ByteBuffer bytes, String source) {
        this.bytes = bytes;
        this.source = source;
    }

    static Outline read(ByteBuffer bytes, String source) throws PictureException {
        return new JpegOutline(bytes, source).walk();
    }

    private Outline walk() throws PictureException {
        int at = 2;
        while (true) {
            at = nextMarker(at);
            int marker = Outline.u8(bytes, at + 1);
            if (marker == END) {
                return outline();
            }
            segment(marker, at + 2);
            at += 2 + Outline.u16(bytes, at + 2);
        }
    }

    /// Skips entropy-coded bytes, restart markers and fill bytes.
    private int nextMarker(int from) {
        int at = from;
        while (true) {
            if (bytes.get(at) == (byte) 0xff) {
                int next = Outline.u8(bytes, at + 1);
                boolean restart = next >= 0xd0 && next <= 0xd7;
                if (next > 0x01 && next != 0xff && !restart) {
                    return at;
                }
            }
            at++;
        }
    }

    /// @param at where the segment's length stands
    private void segment(int marker, int at) throws PictureException {
        if (marker == EXIF) {
            exif(at);
        } else if (marker == SCAN) {
            scans++;
        } else if (marker >= FRAME
                && marker <= LAST_FRAME
                && marker != HUFFMAN_TABLES
                && marker != ARITHMETIC_TABLES) {
            frame(marker, at);
        }
    }

    private void exif(int at) {
        int begin = at + 2 + EXIF_MARK.length;
        int length = Outline.u16(bytes, at) - 2 - EXIF_MARK.length;
        if (length > 0
                && bytes.slice(at + 2, EXIF_MARK.length).equals(ByteBuffer.wrap(EXIF_MARK))) {
            orientation = Orientation.inExif(bytes.slice(begin, length));
        }
    }

    private void frame(int marker, int at) throws PictureException {
        if (frame.width() > 0) {
            throw Outline.damaged(source, "holds more than one frame");
        }
        if (marker > LAST_DECODED_FRAME || bytes.get(at + 2) != 8) {
            throw Outline.unsupported(source, "JPEG (lossless, arithmetic or 12-bit)");
        }
        frame =
                new Outline(
                        Outline.u16(bytes, at + 5),
                        Outline.u16(bytes, at + 3),
                        Outline.u8(bytes, at + 7),
                        Orientation.UPRIGHT,
                        Set.of());
    }

    private Outline outline() throws PictureException {
        if (scans < 1 || scans > MAX_SCANS) {
            throw Outline.damaged(source, "holds " + scans + " scans");
        }
        return new Outline(frame.width(), frame.height(), frame.channels(), orientation, Set.of());
    }
}
