package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.PictureException.Reason;
import dev.nunchi.engine.storage.Sha256;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The one decoder of the product: encoded bytes in, upright RGB pixels out.
///
/// JPEG, PNG, GIF (first frame), BMP, TIFF (first page) and WebP, told apart by their bytes. What
/// decodes here decodes to the levels that Pillow gives, but for 16-bit grey, which keeps its upper
/// 8 bits as 16-bit colour does, where Pillow would clip at 255.
///
/// A picture may have 100 million pixels, sides of 65,535 and 256 MiB as a file, and fewer pixels
/// if the heap would not hold them. From 8 million on it must not claim more than its bytes can
/// plausibly hold. Decoding takes 3 to 7 bytes a pixel beside the encoded bytes, and 3 more where
/// the picture must be turned.
///
/// Stateless; may be used from several threads.
public final class PictureReader {
    private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

    private static final long MAX_FILE_BYTES = 256L << 20;
    private static final long MAX_PIXELS = 100_000_000;
    private static final int MAX_SIDE = 65_535;

    /// Enough for the magic numbers of all formats.
    private static final int HEAD_BYTES = 64;

    /// So few pixels are decoded without asking how many bytes they come from.
    private static final long ALWAYS_ALLOWED_PIXELS = 8_000_000;

    /// Photographs stand far below it; above, a picture is flat or its header lies.
    private static final int USUAL_PIXELS_PER_BYTE = 16;

    private static final int REHEARSAL_STEP = 8;
    private static final double NANOS_PER_MILLI = 1e6;

    private static final String JDK = "com.sun.imageio";
    private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio";
    private static final String WEBP = "com.luciad.imageio.webp";

    static {
        // pictures are decoded from memory; a cache file would only cost disk
        ImageIO.setUseCache(false);
    }

    private PictureReader() {}

    /// Reads and decodes a file.
    ///
    /// @throws PictureException if the file cannot be read, is no picture that is decoded here, is
    ///   damaged or too large
    public static Picture read(Path file) throws PictureException {
        return read(bytes(file), String.valueOf(file.getFileName()));
    }

    /// [Picture#contentHash] of a file's picture, which is not decoded.
    ///
    /// @throws PictureException if the file cannot be read or is too large
    public static String contentHash(Path file) throws PictureException {
        return sha256(bytes(file));
    }

    /// The size of a file's picture, upright. Its pixels are not decoded and may be damaged.
    ///
    /// @throws PictureException if the file cannot be read, is no picture that is decoded here, is
    ///   damaged or too large
    public static Size size(Path file) throws PictureException {
        var name = String.valueOf(file.getFileName());
        var encoded = bytes(file);
        var format = PictureFormat.of(encoded).orElseThrow(() -> unknown(encoded, name));
        var outline = outline(format, encoded, name);
        checkSize(outline, format, encoded.length, name);
        return outline.uprightSize();
    }

    private static byte[] bytes(Path file) throws PictureException {
        var name = String.valueOf(file.getFileName());
        try {
            if (!Files.isRegularFile(file)) {
                throw new PictureException(
                        name, Reason.UNREADABLE, "there is no such file, or it is no file");
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw tooLarge(name, "%,d bytes".formatted(Files.size(file)));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PictureException(name, Reason.UNREADABLE, "cannot be read: " + e);
        }
    }

    /// What reading a file will probably come to.
    public enum Outlook {
        /// A file of a format that is decoded; it may still be damaged.
        DECODABLE,
        /// Not a picture of a format that is decoded.
        UNSUPPORTED,
        /// More bytes than are read.
        TOO_LARGE
    }

    /// Looks at a file's size and first bytes only.
    public static Outlook outlook(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            return Outlook.TOO_LARGE;
        }
        try (var input = Files.newInputStream(file)) {
            return PictureFormat.of(input.readNBytes(HEAD_BYTES)).isPresent()
                    ? Outlook.DECODABLE
                    : Outlook.UNSUPPORTED;
        }
    }

    /// Decodes a picture.
    ///
    /// @param encoded the bytes of a picture file; not kept
    /// @param name what to call it in messages
    /// @throws PictureException as above
    public static Picture read(byte[] encoded, String name) throws PictureException {
        long start = System.nanoTime();
        var format = PictureFormat.of(encoded).orElseThrow(() -> unknown(encoded, name));
        if (encoded.length > MAX_FILE_BYTES) {
            throw tooLarge(name, "%,d bytes".formatted(encoded.length));
        }
        var outline = outline(format, encoded, name);
        checkSize(outline, format, encoded.length, name);
        var stored = decode(format, outline, encoded, name);
        var size = outline.uprightSize();
        var upright = outline.orientation().turn(stored.rgb(), outline.width(), outline.height());
        var notes = EnumSet.noneOf(Decoding.Note.class);
        notes.addAll(stored.notes());
        notes.addAll(outline.notes());
        return new Picture(
                size.width(),
                size.height(),
                upright,
                format.name(),
                sha256(encoded),
                new Decoding(notes, (System.nanoTime() - start) / NANOS_PER_MILLI));
    }

    private static Outline outline(PictureFormat format, byte[] encoded, String name)
            throws PictureException {
        try {
            return Outline.of(format, encoded, name);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            // how the outline readers say that a length points past the end
            LOG.debug("Walking a {} file", format, e);
            throw Outline.damaged(name, "ends early or has a wrong length inside");
        }
    }

    private static void checkSize(
            Outline outline, PictureFormat format, long encodedBytes, String name)
            throws PictureException {
        if (outline.width() < 1 || outline.height() < 1) {
            throw Outline.damaged(name, "says it has no pixels");
        }
        long plausible = encodedBytes * format.pixelsPerByte();
        long heap = Runtime.getRuntime().maxMemory() / format.heapPerPixel();
        long limit =
                Math.min(Math.min(MAX_PIXELS, heap), Math.max(ALWAYS_ALLOWED_PIXELS, plausible));
        if (outline.pixels() > limit || Math.max(outline.width(), outline.height()) > MAX_SIDE) {
            throw tooLarge(
                    name,
                    "%,d x %,d pixels in %,d bytes"
                            .formatted(outline.width(), outline.height(), encodedBytes));
        }
    }

    /// Pixels as the file stores them, before they are turned.
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    private record Stored(byte[] rgb, Set<Decoding.Note> notes) {}

    private static Stored decode(PictureFormat format, Outline outline, byte[] encoded, String name)
            throws PictureException {
        var decoder = decoder(format, outline.channels());
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            decoder.setInput(stream, false, true);
            checkSides(decoder, outline, name);
            if (isSuspicious(outline, encoded.length)) {
                // a header that lies is found out with a 64th of the memory
                var sparse = decoder.getDefaultReadParam();
                sparse.setSourceSubsampling(REHEARSAL_STEP, REHEARSAL_STEP, 0, 0);
                image(decoder, sparse, format, name);
            }
            var image = image(decoder, decoder.getDefaultReadParam(), format, name);
            var notes = DecodingNotes.of(image);
            return new Stored(RgbRaster.rgb(image), notes);
        } catch (IOException | RuntimeException e) {
            // the plug-ins meet damaged bytes with any RuntimeException, so none can be left out
            LOG.debug("Decoding a {} file", format, e);
            throw Outline.damaged(name, "its pixels cannot be decoded");
        } catch (OutOfMemoryError e) {
            if (format != PictureFormat.WEBP) {
                throw e;
            }
            // how WebP's plug-in passes on libwebp's refusal of a damaged alpha channel
            LOG.debug("Decoding a {} file", format, e);
            throw Outline.damaged(name, "its pixels cannot be decoded");
        } catch (LinkageError e) {
            // WebP's native library, where it was not built for the system
            LOG.debug("Decoding a {} file", format, e);
            throw Outline.unsupported(name, format + " on this system");
        } finally {
            decoder.dispose();
        }
    }

    private static void checkSides(ImageReader decoder, Outline outline, String name)
            throws IOException, PictureException {
        if (decoder.getWidth(0) != outline.width() || decoder.getHeight(0) != outline.height()) {
            throw Outline.damaged(name, "two places in the file tell different sizes");
        }
    }

    private static boolean isSuspicious(Outline outline, long encodedBytes) {
        return outline.pixels() > ALWAYS_ALLOWED_PIXELS
                && outline.pixels() > encodedBytes * USUAL_PIXELS_PER_BYTE;
    }

    private static BufferedImage image(
            ImageReader decoder, ImageReadParam wishes, PictureFormat format, String name)
            throws IOException, PictureException {
        var watch = ReadWatch.of(decoder);
        var image = decoder.read(0, wishes);
        if (watch.missedPixels(format)) {
            throw Outline.damaged(name, "the pixels end early");
        }
        return image;
    }

    /// The plug-in of a known origin, whatever else may be installed.
    private static ImageReader decoder(PictureFormat format, int channels) {
        var origin =
                switch (format) {
                    // only TwelveMonkeys turns ink into light; the JDK's is Pillow's equal else
                    case JPEG -> channels == 4 ? TWELVE_MONKEYS : JDK;
                    case PNG, GIF, BMP -> JDK;
                    case TIFF -> TWELVE_MONKEYS;
                    case WEBP -> WEBP;
                };
        var candidates = ImageIO.getImageReadersByFormatName(format.name());
        while (candidates.hasNext()) {
            var candidate = candidates.next();
            if (candidate.getClass().getName().startsWith(origin)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no " + origin + " plug-in for " + format);
    }

    private static PictureException unknown(byte[] encoded, String name) {
        var format = PictureFormat.nameOfUnsupported(encoded);
        return format.isEmpty()
                ? new PictureException(
                        name, Reason.UNSUPPORTED_FORMAT, "is no known picture format")
                : Outline.unsupported(name, format);
    }

    private static PictureException tooLarge(String name, String size) {
        return new PictureException(name, Reason.TOO_LARGE, size + " are too many");
    }

    private static String sha256(byte[] encoded) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(encoded));
    }
}
