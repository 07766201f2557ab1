package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Pictures and pixel values against those that Pillow 12 and transformers recorded; see the README
/// of `src/conformance/golden`.
class PreprocessParityTest {
    private static final List<Size> SIZES =
            List.of(new Size(120, 81), new Size(37, 23), new Size(56, 56));

    private static JsonNode description;
    private static SafetensorsFile expected;

    @BeforeAll
    static void open() throws EngineException {
        var folder = Golden.path("preprocess/expected");
        description = json(folder.resolve("expected.json"));
        expected = SafetensorsFile.open(folder.resolve("expected.safetensors"));
    }

    @AfterAll
    static void close() {
        expected.close();
    }

    @Test
    void decodedLevelsAreTheReferences() throws EngineException {
        for (var image : description.get("images")) {
            var rgb = bytes(image.get("index").intValue() + ".rgb");
            assertArrayEquals(rgb, picture(image).rgb(), image.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void resizedLevelsAreTheReferences(Resample filter) throws EngineException {
        for (var image : description.get("images")) {
            for (var size : SIZES) {
                var name =
                        "%d.resize.%s.%dx%d"
                                .formatted(
                                        image.get("index").intValue(),
                                        filter.name().toLowerCase(Locale.ROOT),
                                        size.width(),
                                        size.height());
                var resized = PictureEncoder.resized(picture(image), size, filter);
                assertArrayEquals(bytes(name), resized.rgb(), name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip56", "siglip42", "dino56_from64"})
    void pixelValuesAreTheReferences(String processor) throws EngineException {
        compare(config(processor), "pixel_values." + processor);
    }

    @Test
    void paddedPixelValuesAreTheReferences() throws EngineException {
        compare(config("clip56").padded(), "pixel_values.clip56_pad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15", "llava_smollm"})
    void pixelValuesOfModelCasesAreTheReferences(String model) throws EngineException {
        var folder = Golden.path(model);
        var config = parse(json(folder.resolve("model/preprocessor_config.json")));
        var images = json(folder.resolve("expected/expected.json")).get("images");
        try (var file = SafetensorsFile.open(folder.resolve("expected/expected.safetensors"))) {
            for (int i = 0; i < images.size(); i++) {
                // the references saw the pixels of NAME.decoded.png where the picture is a JPEG
                var name = images.get(i).get("file").stringValue();
                var picture =
                        PictureReader.read(folder.resolve(name.replace(".jpg", ".decoded.png")));
                var values = new PictureProcessor(config).process(picture);
                var wanted = tensor(file, "image." + i + ".pixel_values");
                assertArrayEquals(wanted.toFloats(), values.tensor().toFloats(), name);
            }
        }
    }

    @Test
    void jpegDecodesToTheReferencesPixels() throws EngineException {
        var folder = Golden.path("llava15/images");

        assertArrayEquals(
                PictureReader.read(folder.resolve("scene_640x427.decoded.png")).rgb(),
                PictureReader.read(folder.resolve("scene_640x427.jpg")).rgb());
    }

    private static void compare(PictureConfig config, String suffix) throws EngineException {
        var processor = new PictureProcessor(config);
        for (var image : description.get("images")) {
            var name = image.get("index").intValue() + "." + suffix;
            var wanted = tensor(expected, name);
            var values = processor.process(picture(image)).tensor();
            assertEquals(wanted.shape().dim(-1), values.shape().dim(-1));
            assertArrayEquals(wanted.toFloats(), values.toFloats(), name);
        }
    }

    private static Picture picture(JsonNode image) throws EngineException {
        return PictureReader.read(
                Golden.path("preprocess").resolve(image.get("file").stringValue()));
    }

    private static PictureConfig config(String processor) throws EngineException {
        return parse(description.get("processors").get(processor));
    }

    private static PictureConfig parse(JsonNode json) throws EngineException {
        return PictureConfig.parse(json.toString(), "preprocessor_config.json");
    }

    private static JsonNode json(Path file) {
        return JsonMapper.shared().readTree(file.toFile());
    }

    private static StoredTensor tensor(SafetensorsFile file, String name) {
        var tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the fixture has no " + name);
        }
        return tensor;
    }

    private static byte[] bytes(String name) {
        var levels = tensor(expected, name).view().toLongs();
        var bytes = new byte[levels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) levels[i];
        }
        return bytes;
    }
}
