package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.Tiling;
import dev.nunchi.engine.image.Resampler.Axis;

import java.util.ArrayList;
import java.util.List;

/// Lays pictures out on the canvas that suits them and cuts it into square tiles.
///
/// Liu et al., [LLaVA-NeXT](https://llava-vl.github.io/blog/2024-01-30-llava-next/); as the image
/// processors of transformers do it.
///
/// @param side of a tile, in pixels
record TileCutter(Tiling tiling, int side, Resample filter) {
    private static final int RGB = 3;

    /// The whole picture first, without keeping its ratio, then the canvas row by row.
    ///
    /// @return `3 · side · side` levels each
    List<byte[]> cut(Picture picture) {
        var tiles = new ArrayList<byte[]>();
        tiles.add(resized(picture, side, side));
        var canvas = tiling.canvasFor(picture.width(), picture.height());
        var place = place(canvas, picture);
        var levels = resized(picture, place.width(), place.height());
        for (int top = 0; top < canvas.height(); top += side) {
            for (int left = 0; left < canvas.width(); left += side) {
                tiles.add(tile(levels, place, left, top));
            }
        }
        return tiles;
    }

    /// The parts of the picture that [#cut]'s tiles show, in their order.
    List<Region> regions(Picture picture) {
        var regions = new ArrayList<Region>();
        regions.add(Region.whole(picture));
        var canvas = tiling.canvasFor(picture.width(), picture.height());
        var place = place(canvas, picture);
        double across = (double) picture.width() / place.width();
        double down = (double) picture.height() / place.height();
        for (int top = 0; top < canvas.height(); top += side) {
            for (int left = 0; left < canvas.width(); left += side) {
                regions.add(
                        new Region(
                                (left - place.left()) * across,
                                (top - place.top()) * down,
                                side * across,
                                side * down));
            }
        }
        return regions;
    }

    private static Place place(Size canvas, Picture picture) {
        var size = Tiling.within(canvas, picture.width(), picture.height());
        return new Place(
                (canvas.width() - size.width()) / 2,
                (canvas.height() - size.height()) / 2,
                size.width(),
                size.height());
    }

    private byte[] resized(Picture picture, int width, int height) {
        return Resampler.resample(
                picture.rgb(),
                Axis.whole(picture.width(), width),
                Axis.whole(picture.height(), height),
                filter,
                Resampler.NO_FILL);
    }

    /// Where the picture lies on its canvas; around it is black.
    private record Place(int left, int top, int width, int height) {}

    private byte[] tile(byte[] levels, Place place, int left, int top) {
        var tile = new byte[RGB * side * side];
        int from = Math.max(left, place.left());
        int to = Math.min(left + side, place.left() + place.width());
        for (int y = 0; y < side && from < to; y++) {
            int row = top + y - place.top();
            if (row >= 0 && row < place.height()) {
                System.arraycopy(
                        levels,
                        RGB * (row * place.width() + from - place.left()),
                        tile,
                        RGB * (y * side + from - left),
                        RGB * (to - from));
            }
        }
        return tile;
    }
}
