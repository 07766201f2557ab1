package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.Tiling.Pinpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Expected canvases are what `select_best_resolution` of transformers 5.24 gives.
class TilingTest {
    private static final Size WIDE = new Size(84, 42);
    private static final Size TALL = new Size(42, 84);
    private static final Tiling NEXT =
            new Tiling(Tiling.defaultCanvases(true), OptionalInt.empty());

    @ParameterizedTest
    @CsvSource({
        "640, 427, 672, 672",
        "100, 100, 672, 336",
        "83, 31, 672, 336",
        "29, 71, 672, 336",
        "5000, 3000, 672, 672",
        "1200, 90, 1008, 336",
        "672, 333, 672, 336"
    })
    void canvasShowsMostOfThePicture(int width, int height, int canvasWidth, int canvasHeight) {
        assertEquals(new Size(canvasWidth, canvasHeight), NEXT.canvasFor(width, height));
    }

    @Test
    void firstOfEqualCanvasesIsTaken() {
        assertEquals(WIDE, tiling(WIDE, TALL).canvasFor(100, 100));
        assertEquals(TALL, tiling(TALL, WIDE).canvasFor(100, 100));
    }

    @Test
    void smallestCanvasIsTakenForPicturesThatVanish() {
        var big = new Size(84, 84);

        assertEquals(WIDE, tiling(big, WIDE, TALL).canvasFor(1, 4000));
        assertEquals(WIDE, tiling(big, WIDE, TALL).canvasFor(4000, 1));
    }

    @Test
    void onlyCanvasIsTakenForEverything() {
        assertEquals(TALL, tiling(TALL).canvasFor(4000, 1));
    }

    @Test
    void otherSideIsRoundedUpWithinTheCanvas() {
        assertEquals(new Size(84, 32), Tiling.within(WIDE, 83, 31));
        assertEquals(new Size(35, 84), Tiling.within(TALL, 29, 71));
        assertEquals(new Size(84, 1), Tiling.within(WIDE, 4000, 1));
    }

    @Test
    void sidesOfPinpointsAreReadInTheLayoutsOrder() {
        var pinpoints = JsonMapper.shared().readTree("[[42, 84]]");

        assertEquals(
                Optional.of(List.of(WIDE)), Tiling.canvases(pinpoints, Pinpoints.HEIGHT_FIRST, 42));
        assertEquals(
                Optional.of(List.of(TALL)), Tiling.canvases(pinpoints, Pinpoints.WIDTH_FIRST, 42));
    }

    @Test
    void canvasesOfBrokenTilesAreNone() {
        var pinpoints = JsonMapper.shared().readTree("[[42, 85]]");

        assertEquals(Optional.empty(), Tiling.canvases(pinpoints, Pinpoints.HEIGHT_FIRST, 42));
    }

    private static Tiling tiling(Size... canvases) {
        return new Tiling(List.of(canvases), OptionalInt.empty());
    }
}
