package dev.nunchi.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The formats that are decoded, told apart by their first bytes, never by a file's name.
enum PictureFormat {
    /// At least one bit of each 8 × 8 block of a grey picture is written for each of two codes.
    JPEG(256, 7),
    PNG(1000, 14),
    GIF(1000, 8),
    /// Run lengths take two bytes for at most 255 pixels.
    BMP(128, 10),
    TIFF(1000, 20),
    WEBP(400, 12);

    /// What cameras write before they make a picture of it.
    static final String RAW = "camera RAW";

    private static final int BMP_SIZES_AT = 14;

    private final int pixelsPerByte;
    private final int heapPerPixel;

    PictureFormat(int pixelsPerByte, int heapPerPixel) {
        this.pixelsPerByte = pixelsPerByte;
        this.heapPerPixel = heapPerPixel;
    }

    /// How many pixels an encoded byte stands for at most, in a picture that shows anything.
    int pixelsPerByte() {
        return pixelsPerByte;
    }

    /// Bytes of heap that decoding and turning a pixel takes at most: decoded samples, RGB, turned.
    int heapPerPixel() {
        return heapPerPixel;
    }

    /// The format of encoded bytes, if they are of one that is decoded.
    static Optional<PictureFormat> of(byte[] encoded) {
        var head = new Head(encoded);
        if (head.has(0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (head.has(0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (head.has(0, "GIF87a") || head.has(0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (head.has(0, "II*\0") || head.has(0, "MM\0*")) {
            return Optional.of(TIFF);
        }
        if (head.has(0, "RIFF") && head.has(8, "WEBP")) {
            return Optional.of(WEBP);
        }
        return head.isBmp() ? Optional.of(BMP) : Optional.empty();
    }

    /// What bytes of a format that is not decoded probably are, for a message.
    static String nameOfUnsupported(byte[] encoded) {
        var head = new Head(encoded);
        if (head.has(4, "ftyp")) {
            return head.isoMediaName();
        }
        if (head.has(0, "FUJIFILMCCD-RAW")
                || head.has(0, "IIU\0")
                || head.has(0, "IIRO")
                || head.has(0, "IIRS")
                || head.has(0, "MMOR")) {
            return RAW;
        }
        if (head.has(0, "%PDF")) {
            return "PDF";
        }
        if (head.has(0, "\0\0\1\0") || head.has(0, "\0\0\2\0")) {
            return "ICO";
        }
        if (head.has(0, "8BPS")) {
            return "Photoshop";
        }
        if (head.has(0, "\u00ff\n") || head.has(4, "JXL ")) {
            return "JPEG XL";
        }
        if (head.has(4, "jP  ") || head.has(0, "\u00ffO\u00ffQ")) {
            return "JPEG 2000";
        }
        if (head.has(0, "II+\0") || head.has(0, "MM\0+")) {
            return "BigTIFF";
        }
        return head.text().contains("<svg") ? "SVG" : "";
    }

    @SuppressWarnings("ArrayRecordComponent") // a view for one call
    private record Head(byte[] bytes) {
        private static final int TEXT_BYTES = 1024;

        /// @param magic one character a byte
        boolean has(int at, String magic) {
            var expected = magic.getBytes(StandardCharsets.ISO_8859_1);
            int end = at + expected.length;
            return end <= bytes.length && Arrays.equals(bytes, at, end, expected, 0, end - at);
        }

        /// Two letters would be weak evidence: the size of the second header must be a known one.
        boolean isBmp() {
            return has(0, "BM")
                    && bytes.length > BMP_SIZES_AT
                    && has(BMP_SIZES_AT + 1, "\0\0\0")
                    && switch (bytes[BMP_SIZES_AT]) {
                        case 12, 40, 52, 56, 64, 108, 124 -> true;
                        default -> false;
                    };
        }

        String isoMediaName() {
            if (has(8, "avif") || has(8, "avis")) {
                return "AVIF";
            }
            if (has(8, "crx ")) {
                return RAW;
            }
            return has(8, "heic") || has(8, "heix") || has(8, "mif1") || has(8, "msf1")
                    ? "HEIC"
                    : "video";
        }

        String text() {
            int length = Math.min(bytes.length, TEXT_BYTES);
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
