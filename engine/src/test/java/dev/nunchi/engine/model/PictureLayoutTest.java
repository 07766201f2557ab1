package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.Tiling;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// Tiles of 42 pixels in 3 × 3 patches. Expected numbers are what the processors of transformers
/// 5.24 give (`_get_number_of_features`).
class PictureLayoutTest {
    private static LlavaConfig next;
    private static LlavaConfig oneVision;

    @BeforeAll
    static void readConfigurations() throws EngineException {
        next = config("llava_next_odd");
        oneVision = config("llava_onevision");
    }

    private static LlavaConfig config(String name) throws EngineException {
        var folder = Golden.repository().resolve("src/conformance/variants").resolve(name);
        try (var checkpoint = Checkpoint.open(folder.resolve("model"))) {
            return checkpoint.config();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 5, 51",
        "1, 1, 3, 24",
        "640, 427, 5, 37",
        "83, 31, 3, 30",
        "29, 71, 3, 33",
        "1200, 90, 4, 19",
        "1, 4000, 3, 12",
        "4000, 1, 3, 16"
    })
    void paddingIsCutOff(int width, int height, int tiles, int rows) {
        var layout = PictureLayout.of(next, width, height, 1);

        assertEquals(tiles, layout.tiles());
        assertEquals(rows, layout.rows());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 100, 100, 10, 21",
        "1, 640, 427, 10, 17",
        "1, 29, 71, 3, 21",
        "1, 1200, 90, 4, 19",
        "4, 100, 100, 10, 51",
        "4, 640, 427, 10, 44",
        "4, 672, 333, 10, 45",
        "4, 29, 71, 3, 33"
    })
    void detailIsShrunkToTheMostTiles(int most, int width, int height, int tiles, int rows) {
        var layout = PictureLayout.of(shrinking(most), width, height, 1);

        assertEquals(tiles, layout.tiles());
        assertEquals(rows, layout.rows());
    }

    private static LlavaConfig shrinking(int most) {
        var tiling = new Tiling(oneVision.tiling().orElseThrow().canvases(), OptionalInt.of(most));
        return new LlavaConfig(
                oneVision.language(),
                oneVision.vision(),
                oneVision.projector(),
                oneVision.imageTokenId(),
                oneVision.selectLayers(),
                oneVision.selectFeature(),
                Optional.of(tiling));
    }

    @Test
    void oneOfSeveralPicturesIsOneTileAndNewlineInOneVision() {
        var layout = PictureLayout.of(oneVision, 640, 427, 2);

        assertEquals(1, layout.tiles());
        assertEquals(10, layout.rows());
    }

    @Test
    void severalPicturesAreAllTiledInNext() {
        assertEquals(37, PictureLayout.of(next, 640, 427, 2).rows());
    }

    @Test
    void rowsOfOnePictureAreNotThoseOfOneOfSeveral() {
        var alone = PictureLayout.of(oneVision, 640, 427, 1).identify("abcd");

        assertNotEquals(alone, PictureLayout.of(oneVision, 640, 427, 2).identify("abcd"));
    }

    @Test
    void newlineEndsEveryLineOfTheDetail() {
        var layout = PictureLayout.of(next, 29, 71, 1);
        var projected = new float[layout.tiles() * 9];
        for (int i = 0; i < projected.length; i++) {
            projected[i] = i;
        }

        var rows = layout.arrange(projected, new float[] {-1});

        // The whole picture, then two tiles above each other.
        assertArrayEquals(
                new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1, 12, 13, 14, -1},
                Arrays.copyOf(rows, 17));
        assertEquals(-1, rows[rows.length - 1]);
    }
}
