package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.PictureException.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

class PictureReaderTest {
    private static final int TURN_RIGHT = 6;

    static Set<String> names() {
        return SamplePictures.hashes().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFormatDecodesToTheReferencesLevels(String name) throws Exception {
        var picture = PictureReader.read(SamplePictures.bytes(name), name);

        assertEquals(SamplePictures.hashes().get(name), sha256(picture.rgb()));
    }

    @Test
    void pictureTellsFormatAndHashOfItsBytes() throws Exception {
        var bytes = SamplePictures.bytes("lossy.webp");
        var picture = PictureReader.read(bytes, "holiday.png");

        assertEquals("WEBP", picture.format());
        assertEquals(sha256(bytes), picture.contentHash());
    }

    @Test
    void extensionMeansNothing(@TempDir Path folder) throws Exception {
        var file = folder.resolve("picture.pdf");
        Files.write(file, SamplePictures.bytes("rgb.bmp"));

        assertEquals("BMP", PictureReader.read(file).format());
    }

    @Test
    void missingFileAndFolderAreUnreadable(@TempDir Path folder) {
        assertEquals(Reason.UNREADABLE, refusal(() -> PictureReader.read(folder)).reason());
        assertEquals(
                Reason.UNREADABLE,
                refusal(() -> PictureReader.read(folder.resolve("no.png"))).reason());
    }

    @ParameterizedTest
    @CsvSource({
        "'....ftypheic', HEIC",
        "'....ftypavif', AVIF",
        "'%PDF-1.7', PDF",
        "'8BPS', Photoshop",
        "'....JXL ', JPEG XL",
        "'<?xml version=\"1.0\"?><svg xmlns=\"\">', SVG"
    })
    void otherFormatsAreRefusedByName(String bytes, String name) {
        var refusal =
                refusal(() ->
                        PictureReader.read(bytes.getBytes(StandardCharsets.ISO_8859_1), "file"));

        assertEquals(Reason.UNSUPPORTED_FORMAT, refusal.reason());
        assertEquals("file: " + name + " is not supported", refusal.getMessage());
    }

    @Test
    void iconsAreRefusedByName() {
        var refusal = refusal(() -> PictureReader.read(new byte[] {0, 0, 1, 0, 1, 0}, "file"));

        assertEquals("file: ICO is not supported", refusal.getMessage());
    }

    @Test
    void otherBytesAreNoPicture() {
        var refusal =
                refusal(() ->
                        PictureReader.read("words".getBytes(StandardCharsets.US_ASCII), "file"));

        assertEquals("file: is no known picture format", refusal.getMessage());
    }

    @Test
    void animatedWebpIsRefusedByName() {
        var bytes = SamplePictures.bytes("alpha.webp");
        bytes[20] |= 2;

        var refusal = refusal(() -> PictureReader.read(bytes, "film.webp"));
        assertEquals("film.webp: animated WebP is not supported", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "rgb.png", "alpha.webp", "lzw.tiff"})
    void exifTurnsThePictureUpright(String name) throws Exception {
        var stored = SamplePictures.bytes(name);
        var plain = PictureReader.read(stored, name);
        var turned = PictureReader.read(withOrientation(stored, TURN_RIGHT), name);

        assertEquals(plain.height(), turned.width());
        assertArrayEquals(
                Orientation.TURNED_RIGHT.turn(plain.rgb(), plain.width(), plain.height()),
                turned.rgb());
    }

    @Test
    void severalThreadsReadAtOnce() throws Exception {
        var tasks = new ArrayList<Callable<String>>();
        for (int round = 0; round < 5; round++) {
            SamplePictures.hashes()
                    .forEach((name, hash) ->
                            tasks.add(() -> {
                                var bytes = SamplePictures.bytes(name);
                                var rgb = PictureReader.read(bytes, name).rgb();
                                return sha256(rgb).equals(hash) ? "" : name;
                            }));
        }

        var wrong = new TreeSet<String>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var result : threads.invokeAll(tasks)) {
                wrong.add(result.get());
            }
        }
        assertEquals(Set.of(""), wrong);
    }

    private static PictureException refusal(Callable<Picture> reading) {
        return assertThrows(PictureException.class, reading::call);
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    static byte[] withOrientation(byte[] picture, int value) throws IOException {
        byte[] exif =
                ByteBuffer.allocate(26)
                        .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                        .putInt(8)
                        .putShort((short) 1)
                        .putShort((short) 0x0112)
                        .putShort((short) 3)
                        .putInt(1)
                        .putShort((short) value)
                        .array();
        return switch (PictureFormat.of(picture).orElseThrow()) {
            case JPEG -> {
                var segment = ByteBuffer.allocate(10 + exif.length);
                segment.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
                segment.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(exif);
                yield inserted(picture, 2, segment.array());
            }
            case PNG -> {
                var chunk = ByteBuffer.allocate(12 + exif.length);
                chunk.putInt(exif.length).putInt(0x65584966).put(exif);
                yield inserted(picture, 33, chunk.array());
            }
            case WEBP -> {
                var chunk = ByteBuffer.allocate(8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
                chunk.putInt(0x46495845).putInt(exif.length).put(exif);
                var longer = inserted(picture, picture.length, chunk.array());
                ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(4, longer.length - 8);
                longer[20] |= 8;
                yield longer;
            }
            case TIFF -> withTiffOrientation(picture, value);
            case GIF, BMP -> throw new IllegalArgumentException("holds no orientation");
        };
    }

    /// Turns the entry of a tag that says nothing here (`PlanarConfiguration` 1) into orientation.
    private static byte[] withTiffOrientation(byte[] picture, int value) {
        var tiff = ByteBuffer.wrap(picture.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int directory = tiff.getInt(4);
        for (int i = 0; i < tiff.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) == 284) {
                tiff.putShort(entry, (short) 274).putShort(entry + 8, (short) value);
            }
        }
        return tiff.array();
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] more) throws IOException {
        var longer = new ByteArrayOutputStream();
        longer.write(bytes, 0, at);
        longer.write(more);
        longer.write(bytes, at, bytes.length - at);
        return longer.toByteArray();
    }
}
