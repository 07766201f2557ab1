package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.PictureConfig.Size;

import java.util.List;
import java.util.OptionalInt;

/// How pictures are cut into tiles, besides being shown as a whole (LLaVA-NeXT's `anyres`).
///
/// @param canvases the sizes that a picture may be laid out on, in the checkpoint's order
/// @param maxTiles of as many tiles' features at most a picture's detail is made; more are shrunk
///   (LLaVA-OneVision's `anyres_max_N`)
public record Tiling(List<Size> canvases, OptionalInt maxTiles) {
    public Tiling {
        canvases = List.copyOf(canvases);
        if (canvases.isEmpty()) {
            throw new IllegalArgumentException("no canvases");
        }
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
            long shown = (long) (width * scale) * (long) (height * scale);
            long used = Math.min(shown, (long) width * height);
            long wasted = (long) canvas.width() * canvas.height() - used;
            if (used > mostUsed || used == mostUsed && wasted < leastWasted) {
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
