package dev.nunchi.app.judge.report;

import org.openpdf.text.pdf.BaseFont;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The program's own font for PDF, with all its scripts.
///
/// The font is keyed by character identifiers, which the library takes for glyph numbers: right for
/// Hangul, wrong for Latin and punctuation. So the copy that is embedded gets another charset, one
/// in which each glyph's identifier is its number. The outlines stay as they are.
///
/// [The Compact Font Format
/// Specification](https://adobe-type-tools.github.io/font-tech-notes/pdfs/5176.CFF.pdf), sections 5
/// to 9 and 13.
final class PdfFont {
    private static final String FONTS = "/dev/nunchi/app/ui/theme/fonts/";
    private static final int TABLE_RECORDS = 12;
    private static final int TABLE_RECORD = 16;
    private static final int CHARSET = 15;
    private static final int CHAR_STRINGS = 17;
    private static final int ESCAPE = 12;
    private static final int SHORT_NUMBER = 28;
    private static final int LONG_NUMBER = 29;
    private static final int REAL_NUMBER = 30;
    private static final int LARGEST_OPERATOR = 21;
    private static final byte ONE_RANGE_OF_MANY = 2;

    private final ByteBuffer bytes;
    private final int start;

    private PdfFont(byte[] font) {
        bytes = ByteBuffer.wrap(font);
        start = outlines();
    }

    /// @param name of a file among the window's fonts
    static BaseFont of(String name) {
        try (InputStream in =
                Objects.requireNonNull(PdfFont.class.getResourceAsStream(FONTS + name), name)) {
            byte[] font = in.readAllBytes();
            new PdfFont(font).keyByGlyph();
            return BaseFont.createFont(
                    name, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, true, font, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the table of outlines begins.
    private int outlines() {
        int tables = unsigned(4, 2);
        for (int i = 0; i < tables; i++) {
            int record = TABLE_RECORDS + i * TABLE_RECORD;
            if (tag(record).equals("CFF ")) {
                return bytes.getInt(record + 8);
            }
        }
        throw new IllegalStateException("no CFF outlines");
    }

    private String tag(int at) {
        return new String(bytes.array(), at, 4, StandardCharsets.US_ASCII);
    }

    /// Writes one range over the charset, which is longer than that: from glyph 1 on, each
    /// identifier one more than the last.
    private void keyByGlyph() {
        int names = start + unsigned(start + 2, 1);
        int fonts = end(names);
        int from = first(fonts);
        int to = end(fonts);
        int glyphs = unsigned(start + operand(from, to, CHAR_STRINGS), 2);
        int charset = start + operand(from, to, CHARSET);
        bytes.put(charset, ONE_RANGE_OF_MANY);
        bytes.putShort(charset + 1, (short) 1);
        bytes.putShort(charset + 3, (short) (glyphs - 2));
    }

    /// The last operand before an operator of the dictionary between two places.
    private int operand(int from, int to, int operator) {
        int at = from;
        int last = 0;
        while (at < to) {
            int first = unsigned(at, 1);
            if (first <= LARGEST_OPERATOR) {
                if (first == operator) {
                    return last;
                }
                at += first == ESCAPE ? 2 : 1;
            } else {
                last = number(at, first);
                at += length(at, first);
            }
        }
        throw new IllegalStateException("no operator " + operator);
    }

    private int number(int at, int first) {
        return switch (first) {
            case SHORT_NUMBER -> bytes.getShort(at + 1);
            case LONG_NUMBER -> bytes.getInt(at + 1);
            case REAL_NUMBER -> 0;
            default -> {
                if (first <= 246) {
                    yield first - 139;
                }
                int second = unsigned(at + 1, 1);
                yield first <= 250
                        ? (first - 247) * 256 + second + 108
                        : -(first - 251) * 256 - second - 108;
            }
        };
    }

    private int length(int at, int first) {
        return switch (first) {
            case SHORT_NUMBER -> 3;
            case LONG_NUMBER -> 5;
            case REAL_NUMBER -> {
                int end = at + 1;
                while ((unsigned(end, 1) & 0xF) != 0xF) {
                    end++;
                }
                yield end + 1 - at;
            }
            default -> first <= 246 ? 1 : 2;
        };
    }

    /// Where the first entry of an index begins.
    private int first(int index) {
        int count = unsigned(index, 2);
        int size = unsigned(index + 2, 1);
        return index + 3 + (count + 1) * size - 1 + unsigned(index + 3, size);
    }

    /// Where an index ends.
    private int end(int index) {
        int count = unsigned(index, 2);
        if (count == 0) {
            return index + 2;
        }
        int size = unsigned(index + 2, 1);
        int data = index + 3 + (count + 1) * size - 1;
        return data + unsigned(index + 3 + count * size, size);
    }

    private int unsigned(int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes.get(at + i) & 0xFF);
        }
        return value;
    }
}
