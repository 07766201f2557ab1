package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.checkpoint.PictureConfig.Framing;
import dev.nunchi.engine.checkpoint.PictureConfig.Normalisation;
import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Resize;
import dev.nunchi.engine.checkpoint.PictureConfig.Rounding;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.Tiling;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class TowerViewTest {
    /// Those of CLIP: levels come back only if they are turned back in the right order.
    private static final Normalisation CLIP =
            new Normalisation(
                    1 / 255.0,
                    List.of(0.48145466, 0.4578275, 0.40821073),
                    List.of(0.26862954, 0.26130258, 0.27577711));

    private static final Size SQUARE = new Size(8, 8);

    @Test
    void pixelsAreThoseThatWereFedToTheTower() {
        var picture = gradient(8, 8);
        var view = look(config(Framing.AS_IS, new Resize.None(), Optional.empty()), picture);

        assertArrayEquals(picture.rgb(), view.tiles().getFirst().pixels().rgb());
    }

    @Test
    void centreCropShowsTheMiddleOfAWidePicture() {
        var resize = new Resize.ShortestEdge(8, Rounding.DOWN);
        var picture = gradient(40, 20);
        var view = look(config(Framing.AS_IS, resize, Optional.empty()), picture);

        assertEquals(new Region(10, 0, 20, 20), view.tiles().getFirst().region());
        assertTrue(view.isCut(picture));
        assertFalse(view.isSqueezed());
        assertFalse(view.isPadded(picture));
    }

    @Test
    void exactSizeSqueezesAWidePicture() {
        var picture = gradient(40, 20);
        var config = config(Framing.AS_IS, new Resize.Exact(SQUARE), Optional.empty());
        var view = look(config, picture);

        assertEquals(Region.whole(picture), view.tiles().getFirst().region());
        assertTrue(view.isSqueezed());
        assertFalse(view.isCut(picture));
    }

    @Test
    void paddingReachesBeyondThePicture() {
        var picture = gradient(40, 20);
        var resize = new Resize.ShortestEdge(8, Rounding.DOWN);
        var view = look(config(Framing.PADDED_SQUARE, resize, Optional.empty()), picture);

        assertEquals(new Region(0, -10, 40, 40), view.tiles().getFirst().region());
        assertTrue(view.isPadded(picture));
        assertFalse(view.isCut(picture));
    }

    @Test
    void tilesCoverThePictureInRows() {
        var picture = gradient(32, 16);
        var tiling = new Tiling(List.of(new Size(16, 8), new Size(8, 16)), OptionalInt.empty());
        var config = config(Framing.AS_IS, new Resize.Exact(SQUARE), Optional.of(tiling));
        var view = look(config, picture);

        assertEquals(
                List.of(Region.whole(picture), new Region(0, 0, 16, 16), new Region(16, 0, 16, 16)),
                view.tiles().stream().map(TowerView.Tile::region).toList());
        assertTrue(view.isSqueezed());
    }

    private static TowerView look(PictureConfig config, Picture picture) {
        return new PictureProcessor(config).look(picture);
    }

    private static PictureConfig config(Framing framing, Resize resize, Optional<Tiling> tiling) {
        return new PictureConfig(
                framing, resize, Resample.BICUBIC, Optional.of(SQUARE), CLIP, tiling);
    }

    private static Picture gradient(int width, int height) {
        var rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        return new Picture(width, height, rgb, "PNG", "");
    }
}
