package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PictureReader;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Decoded bytes, resizes and pixel values of pictures in many modes.
final class PreprocessCase {
    private static final Set<String> KEYS = Set.of("filters", "processors", "images", "tensors");
    private static final Pattern FILES =
            Pattern.compile("expected/expected\\.(json|safetensors)|images/[^/]+\\.png");
    private static final Pattern PIXELS = Pattern.compile("\\d+\\.pixel_values\\.(.+?)(_pad)?");
    private static final Pattern RESIZE = Pattern.compile("\\d+\\.resize\\.(\\w+)\\.(\\d+)x(\\d+)");
    private static final Pattern RGB = Pattern.compile("\\d+\\.rgb");

    private PreprocessCase() {}

    static boolean matches(JsonNode expected) {
        return expected.has("processors") && expected.has("filters");
    }

    static void run(Path folder, Recorder recorder) throws EngineException {
        try (var fixture = Fixture.open(folder)) {
            if (recorder.wants(Group.PREPROCESS)) {
                for (var image : fixture.json().get("images")) {
                    check(fixture, image, recorder);
                }
            } else {
                fixture.know(Pattern.compile(PIXELS + "|" + RESIZE + "|" + RGB));
            }
            fixture.reportUnknown(KEYS, recorder);
            fixture.reportUnknownFiles(FILES, recorder);
        }
    }

    private static void check(Fixture fixture, JsonNode image, Recorder recorder)
            throws EngineException {
        var picture = PictureReader.read(fixture.path(image.get("file").asString()));
        String prefix = image.get("index").asInt() + ".";
        for (String name : fixture.json().get("tensors").propertyNames()) {
            if (name.startsWith(prefix)) {
                check(fixture, name, picture, recorder);
            }
        }
    }

    private static void check(Fixture fixture, String name, Picture picture, Recorder recorder)
            throws EngineException {
        var pixels = PIXELS.matcher(name);
        var resize = RESIZE.matcher(name);
        if (pixels.matches()) {
            var processors = fixture.json().get("processors");
            var config = PictureConfig.parse(processors.get(pixels.group(1)).toString(), name);
            var processor =
                    new PictureProcessor(pixels.group(2) == null ? config : config.padded());
            var values = processor.process(picture).tensor().toFloats();
            var expected = fixture.tensor(name);
            recorder.floats(name, Group.PREPROCESS, expected, values, Tolerances.PIXELS);
        } else if (resize.matches()) {
            var size =
                    new PictureConfig.Size(
                            Integer.parseInt(resize.group(2)), Integer.parseInt(resize.group(3)));
            String filter = resize.group(1).toUpperCase(Locale.ROOT);
            var resample = PictureConfig.Resample.valueOf(filter);
            bytes(fixture, name, PictureEncoder.resized(picture, size, resample), recorder);
        } else if (RGB.matcher(name).matches()) {
            bytes(fixture, name, picture, recorder);
        }
    }

    private static void bytes(Fixture fixture, String name, Picture picture, Recorder recorder)
            throws EngineException {
        var rgb = picture.rgb();
        var levels = new long[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            levels[i] = Byte.toUnsignedLong(rgb[i]);
        }
        recorder.ids(name, Group.PREPROCESS, fixture.tensor(name).longs(), levels);
    }
}
