package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.image.Decoding.Note;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

class DecodingTest {
    private static final int PNG_HEADER_END = 33;

    @ParameterizedTest
    @CsvSource({
        "alpha.png, ALPHA_FLATTENED",
        "alpha.webp, ALPHA_FLATTENED",
        "grey_alpha.png, ALPHA_FLATTENED",
        "palette_alpha.png, ALPHA_FLATTENED",
        "cmyk.jpg, INK_CONVERTED",
        "cmyk.tiff, INK_CONVERTED",
        "rgb16.png, DEPTH_REDUCED",
        "animated.gif, FIRST_OF_SEVERAL"
    })
    void whatWasLostIsNoted(String name, Note note) throws Exception {
        assertEquals(Set.of(note), notes(SamplePictures.bytes(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.jpg", "rgb.png", "grey.png", "palette.gif", "lossy.webp", "lzw.tiff"})
    void whatLostNothingHasNoNotes(String name) throws Exception {
        assertEquals(Set.of(), notes(SamplePictures.bytes(name)));
    }

    @Test
    void turningIsNoted() throws Exception {
        var turned = PictureReaderTest.withOrientation(SamplePictures.bytes("rgb.jpg"), 6);

        assertEquals(Set.of(Note.TURNED), notes(turned));
    }

    @Test
    void foreignColourProfileOfAPngIsNoted() throws Exception {
        var wide = "acsp....desc....Display P3".getBytes(StandardCharsets.US_ASCII);

        assertEquals(Set.of(Note.PROFILE_IGNORED), notes(withProfile(wide)));
    }

    @Test
    void srgbProfileOfAPngIsNothingToNote() throws Exception {
        var srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

        assertEquals(Set.of(), notes(withProfile(srgb)));
    }

    @Test
    void timeOfDecodingIsTold() throws Exception {
        var picture = PictureReader.read(SamplePictures.bytes("rgb.jpg"), "rgb.jpg");

        assertTrue(picture.decoding().millis() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FUJIFILMCCD-RAW 0201", "IIU\0....", "IIRO....", "....ftypcrx "})
    void cameraRawIsRefusedByName(String bytes) {
        var encoded = bytes.getBytes(StandardCharsets.ISO_8859_1);

        assertEquals("file: camera RAW is not supported", refusal(encoded));
    }

    @Test
    void previewOfARawFileIsNotTakenForThePicture() {
        int subfileType = 254;
        int subDirectories = 330;
        var tiff = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 2);
        tiff.putShort((short) subfileType).putShort((short) 4).putInt(1).putInt(1);
        tiff.putShort((short) subDirectories).putShort((short) 4).putInt(1).putInt(60);

        assertEquals("file: camera RAW is not supported", refusal(tiff.array()));
    }

    private static Set<Note> notes(byte[] encoded) throws PictureException {
        return PictureReader.read(encoded, "file").decoding().notes();
    }

    private static String refusal(byte[] encoded) {
        return assertThrows(PictureException.class, () -> PictureReader.read(encoded, "file"))
                .getMessage();
    }

    /// The RGB sample with an `iCCP` chunk behind its header.
    private static byte[] withProfile(byte[] profile) {
        var png = SamplePictures.bytes("rgb.png");
        var content = new ByteArrayOutputStream();
        content.writeBytes("iCCPname\0\0".getBytes(StandardCharsets.ISO_8859_1));
        content.writeBytes(deflated(profile));
        var checksum = new CRC32();
        checksum.update(content.toByteArray());
        var out = new ByteArrayOutputStream();
        out.write(png, 0, PNG_HEADER_END);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.size() - 4).array());
        out.writeBytes(content.toByteArray());
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
        out.write(png, PNG_HEADER_END, png.length - PNG_HEADER_END);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
        try (var deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new byte[2 * bytes.length + 64];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }
}
