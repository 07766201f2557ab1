package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.checkpoint.PictureConfig.Framing;
import dev.nunchi.engine.checkpoint.PictureConfig.Normalisation;
import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Resize;
import dev.nunchi.engine.checkpoint.PictureConfig.Rounding;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class PictureProcessorTest {
    private static final Normalisation LEVELS =
            new Normalisation(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    @Test
    void levelsAreShiftedAndDividedExactly() {
        var normalisation =
                new Normalisation(1, List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0));
        var config = config(new Resize.None(), new Size(1, 1), normalisation);
        var picture = new Picture(1, 1, new byte[] {0, 127, (byte) 255}, "PNG", "");

        assertArrayEquals(new float[] {-127 / 128f, 0, 1}, values(config, picture));
    }

    @Test
    void smallPictureIsCroppedWithZerosAround() {
        var config = config(new Resize.None(), new Size(4, 1), LEVELS);
        var picture = new Picture(1, 1, new byte[] {1, 2, 3}, "PNG", "");

        // the odd zero stands before the picture
        assertArrayEquals(
                new float[] {0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0}, values(config, picture));
    }

    @Test
    void shapeIsOneTileOfTheCrop() {
        var config = config(new Resize.ShortestEdge(8, Rounding.DOWN), new Size(6, 5), LEVELS);
        var picture = new Picture(20, 10, new byte[600], "PNG", "");

        assertEquals(
                Shape.of(1, 3, 5, 6),
                new PictureProcessor(config).process(picture).tensor().shape());
    }

    @ParameterizedTest
    @CsvSource({"65535, 1", "1, 65535", "65535, 100", "100, 65535"})
    void thinPictureCostsNoMore(int width, int height) {
        var picture = new Picture(width, height, new byte[3 * width * height], "PNG", "");
        var config =
                config(new Resize.ShortestEdge(224, Rounding.DOWN), new Size(224, 224), LEVELS);

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    values(config, picture);
                    values(config.padded(), picture);
                });
    }

    @ParameterizedTest
    @EnumSource
    void paddingIsThatOfAPaddedPicture(Resample filter) {
        var wide = noise(31, 9);
        var square = new byte[3 * 31 * 31];
        Arrays.fill(square, (byte) 255);
        System.arraycopy(wide.rgb(), 0, square, 3 * 31 * 11, wide.rgb().length);
        var white = new Normalisation(1 / 255.0, List.of(1.0, 1.0, 1.0), LEVELS.deviation());
        var config =
                new PictureConfig(
                        Framing.AS_IS,
                        new Resize.Exact(new Size(7, 13)),
                        filter,
                        Optional.empty(),
                        white);

        assertArrayEquals(
                values(config, new Picture(31, 31, square, "PNG", "")),
                values(config.padded(), wide));
    }

    private static Picture noise(int width, int height) {
        var rgb = new byte[3 * width * height];
        new Random(3).nextBytes(rgb);
        return new Picture(width, height, rgb, "PNG", "");
    }

    private static PictureConfig config(Resize resize, Size crop, Normalisation normalisation) {
        return new PictureConfig(
                Framing.AS_IS, resize, Resample.BICUBIC, Optional.of(crop), normalisation);
    }

    private static float[] values(PictureConfig config, Picture picture) {
        return new PictureProcessor(config).process(picture).tensor().toFloats();
    }
}
