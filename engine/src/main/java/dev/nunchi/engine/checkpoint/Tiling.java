package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.PictureConfig.Size;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How pictures are cut into tiles, besides being shown as a whole (LLaVA-NeXT's `anyres`).
///
/// Only square towers of patches are tiled.
///
/// @param canvases the sizes that a picture may be laid out on, in the checkpoint's order
/// @param maxTiles of as many tiles' features at most a picture's detail is made; more are shrunk
///   (LLaVA-OneVision's `anyres_max_N`)
public record Tiling(List<Size> canvases, OptionalInt maxTiles) {
    private static final int MAX_CANVASES = 1024;

    /// As many pixels as a large photograph; a lying file would cost memory for nothing.
    private static final int MAX_SIDE = 8192;

    public Tiling {
        canvases = List.copyOf(canvases);
        if (canvases.isEmpty()) {
            throw new IllegalArgumentException("no canvases");
        }
    }

    /// Which side comes first in a pair of `image_grid_pinpoints`.
    enum Pinpoints {
        /// Hugging Face's.
        HEIGHT_FIRST,
        /// The original LLaVA's, and so llama.cpp's.
        WIDTH_FIRST
    }

    /// The sizes of `image_grid_pinpoints`; empty if they are none.
    ///
    /// @param side of a tile
    static Optional<List<Size>> canvases(JsonNode pinpoints, Pinpoints order, int side) {
        var canvases = new ArrayList<Size>();
        for (var pair : pinpoints) {
            boolean widthFirst = order == Pinpoints.WIDTH_FIRST;
            int height = pair.path(widthFirst ? 1 : 0).asInt(0);
            int width = pair.path(widthFirst ? 0 : 1).asInt(0);
            boolean whole = height % side == 0 && width % side == 0;
            if (!whole || Math.min(height, width) <= 0 || Math.max(height, width) > MAX_SIDE) {
                return Optional.empty();
            }
            canvases.add(new Size(width, height));
        }
        boolean some = !canvases.isEmpty() && canvases.size() <= MAX_CANVASES;
        return some ? Optional.of(canvases) : Optional.empty();
    }

    /// What transformers takes where a file has none: of LLaVA-NeXT tiles of 336 pixels, of
    /// LLaVA-OneVision those of 384.
    static List<Size> defaultCanvases(boolean next) {
        if (next) {
            return List.of(
                    new Size(672, 336),
                    new Size(336, 672),
                    new Size(672, 672),
                    new Size(336, 1008),
                    new Size(1008, 336));
        }
        var canvases = new ArrayList<Size>();
        for (int rows = 1; rows <= 6; rows++) {
            for (int columns = 1; columns <= 6; columns++) {
                canvases.add(new Size(384 * columns, 384 * rows));
            }
        }
        return canvases;
    }

    /// The canvas that shows most of a picture's pixels, then the one that wastes least, then the
    /// first. As `select_best_resolution` in transformers.
    public Size canvasFor(int width, int height) {
        var best = canvases.getFirst();
        long mostUsed = 0;
        long leastWasted = Long.MAX_VALUE;
        for (var canvas : canvases) {
            double scale =
                    Math.min((double) canvas.width() / width, (double) canvas.height() / height);
            long shownWidth = (long) (width * scale);
            long shownHeight = (long) (height * scale);
            long used = Math.min(shownWidth * shownHeight, (long) width * height);
            long wasted = (long) canvas.width() * canvas.height() - used;
            if (used > mostUsed || (used == mostUsed && wasted < leastWasted)) {
                best = canvas;
                mostUsed = used;
                leastWasted = wasted;
            }
        }
        return best;
    }

    /// A picture's size within its canvas: the ratio kept, one side exact, the other rounded up.
    public static Size within(Size canvas, int width, int height) {
        double horizontal = (double) canvas.width() / width;
        double vertical = (double) canvas.height() / height;
        if (horizontal < vertical) {
            int scaled = (int) Math.min(Math.ceil(height * horizontal), canvas.height());
            return new Size(canvas.width(), scaled);
        }
        return new Size(
                (int) Math.min(Math.ceil(width * vertical), canvas.width()), canvas.height());
    }
}
