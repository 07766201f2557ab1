package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.checkpoint.PictureConfig.Framing;
import dev.nunchi.engine.checkpoint.PictureConfig.Resize;
import dev.nunchi.engine.checkpoint.PictureConfig.Rounding;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.Tiling;
import dev.nunchi.engine.image.Resampler.Axis;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/// Turns pictures into pixel values as a checkpoint's preprocessor does, bit for bit: pad, resize,
/// centre crop, rescale, normalise.
///
/// Immutable; may be used from several threads.
public final class PictureProcessor {
    private static final int LEVELS = 256;

    private final PictureConfig config;

    /// The normalised value of each 8-bit level, by channel.
    private final float[][] normalised = new float[3][LEVELS];

    public PictureProcessor(PictureConfig config) {
        this.config = config;
        var rule = config.normalisation();
        for (int channel = 0; channel < 3; channel++) {
            float mean = rule.mean().get(channel).floatValue();
            float deviation = rule.deviation().get(channel).floatValue();
            for (int level = 0; level < LEVELS; level++) {
                float rescaled = (float) (level * rule.rescaleFactor());
                normalised[channel][level] = (rescaled - mean) / deviation;
            }
        }
    }

    /// @return one tile, `[1, 3, height, width]`; with tiling several, the whole picture first
    public PixelValues process(Picture picture) {
        return config.tiling()
                .map(tiling -> tiles(picture, tiling))
                .orElseGet(() -> square(picture));
    }

    /// What [#process] makes of a picture, to look at: its pixel values turned back into levels.
    public TowerView look(Picture picture) {
        var values = process(picture);
        var regions =
                config.tiling()
                        .map(tiling -> cutter(tiling).regions(picture))
                        .orElseGet(() -> List.of(squareRegion(picture)));
        var tiles = new ArrayList<TowerView.Tile>();
        for (int i = 0; i < values.tiles(); i++) {
            tiles.add(new TowerView.Tile(levels(values.tile(i), picture), regions.get(i)));
        }
        return new TowerView(tiles);
    }

    private Region squareRegion(Picture picture) {
        var size = config.outputSize();
        var canvas = canvas(picture);
        var full = resized(canvas);
        var columns = Crop.of(full.width(), size.width());
        var rows = Crop.of(full.height(), size.height());
        double across = (double) canvas.width() / full.width();
        double down = (double) canvas.height() / full.height();
        int left = (canvas.width() - picture.width()) / 2;
        int top = (canvas.height() - picture.height()) / 2;
        return new Region(
                (columns.from() - columns.margin()) * across - left,
                (rows.from() - rows.margin()) * down - top,
                columns.size() * across,
                rows.size() * down);
    }

    /// @param tile `[1, 3, height, width]`
    private Picture levels(Tensor tile, Picture original) {
        int height = Math.toIntExact(tile.shape().dim(2));
        int width = Math.toIntExact(tile.shape().dim(3));
        var rule = config.normalisation();
        var values = tile.toFloats();
        var rgb = new byte[values.length];
        for (int channel = 0; channel < 3; channel++) {
            double mean = rule.mean().get(channel);
            double deviation = rule.deviation().get(channel);
            for (int i = 0; i < width * height; i++) {
                double rescaled = values[channel * width * height + i] * deviation + mean;
                long level = Math.round(rescaled / rule.rescaleFactor());
                rgb[3 * i + channel] = (byte) Math.clamp(level, 0, LEVELS - 1);
            }
        }
        return new Picture(width, height, rgb, original.format(), original.contentHash());
    }

    private TileCutter cutter(Tiling tiling) {
        return new TileCutter(tiling, config.outputSize().width(), config.resample());
    }

    private PixelValues tiles(Picture picture, Tiling tiling) {
        int side = config.outputSize().width();
        var tiles = cutter(tiling).cut(picture);
        var all = new float[Math.multiplyExact(tiles.size(), 3 * side * side)];
        var whole = Crop.of(side, side);
        for (int i = 0; i < tiles.size(); i++) {
            var values = normalise(tiles.get(i), whole, whole);
            System.arraycopy(values, 0, all, i * values.length, values.length);
        }
        return new PixelValues(Tensor.ofFloats(Shape.of(tiles.size(), 3, side, side), all));
    }

    private PixelValues square(Picture picture) {
        var size = config.outputSize();
        var canvas = canvas(picture);
        var full = resized(canvas);
        var columns = Crop.of(full.width(), size.width());
        var rows = Crop.of(full.height(), size.height());
        var levels =
                Resampler.resample(
                        picture.rgb(),
                        columns.axis(canvas.width(), picture.width()),
                        rows.axis(canvas.height(), picture.height()),
                        config.resample(),
                        fill());
        var values = normalise(levels, columns, rows);
        var shape = Shape.of(1, 3, size.height(), size.width());
        return new PixelValues(Tensor.ofFloats(shape, values));
    }

    private Size canvas(Picture picture) {
        return switch (config.framing()) {
            case AS_IS -> new Size(picture.width(), picture.height());
            case PADDED_SQUARE -> {
                int side = Math.max(picture.width(), picture.height());
                yield new Size(side, side);
            }
        };
    }

    private FullSize resized(Size canvas) {
        return switch (config.resize()) {
            case Resize.None _ -> new FullSize(canvas.width(), canvas.height());
            case Resize.Exact(Size size) -> new FullSize(size.width(), size.height());
            case Resize.ShortestEdge(int edge, Rounding rounding) -> {
                boolean portrait = canvas.width() <= canvas.height();
                long shortSide = portrait ? canvas.width() : canvas.height();
                long longSide = portrait ? canvas.height() : canvas.width();
                long scaled = scaled(edge, rounding, longSide, shortSide);
                yield portrait ? new FullSize(edge, scaled) : new FullSize(scaled, edge);
            }
        };
    }

    private static long scaled(long edge, Rounding rounding, long longSide, long shortSide) {
        return switch (rounding) {
            case DOWN -> edge * longSide / shortSide;
            case NEAREST -> (long) Math.rint(longSide * ((double) edge / shortSide));
        };
    }

    /// The mean colour, as LLaVA pads: `trunc(mean · 255)`.
    private int[] fill() {
        if (config.framing() == Framing.AS_IS) {
            return Resampler.NO_FILL;
        }
        return config.normalisation().mean().stream()
                .mapToInt(mean -> (int) Math.clamp(mean * 255, 0.0, 255.0))
                .toArray();
    }

    private float[] normalise(byte[] levels, Crop columns, Crop rows) {
        int plane = columns.size() * rows.size();
        var values = new float[3 * plane];
        for (int channel = 0; channel < 3; channel++) {
            float[] table = normalised[channel];
            for (int y = 0; y < rows.size(); y++) {
                for (int x = 0; x < columns.size(); x++) {
                    int level = 0;
                    if (columns.holds(x) && rows.holds(y)) {
                        int row = (y - rows.margin()) * columns.kept();
                        level = levels[3 * (row + x - columns.margin()) + channel] & 0xff;
                    }
                    values[channel * plane + y * columns.size() + x] = table[level];
                }
            }
        }
        return values;
    }

    /// Longer than a picture may be: the side that a crop will cut.
    private record FullSize(long width, long height) {}

    /// A centre crop along one axis.
    ///
    /// @param full length before cropping
    /// @param from first pixel kept
    /// @param kept how many pixels are kept
    /// @param margin black pixels before them, if the picture is shorter than the crop
    /// @param size length of the crop
    private record Crop(long full, long from, int kept, int margin, int size) {
        static Crop of(long full, int size) {
            long start = Math.floorDiv(full - size, 2);
            return new Crop(
                    full,
                    Math.max(start, 0),
                    (int) Math.min(full, size),
                    (int) Math.max(-start, 0),
                    size);
        }

        Axis axis(int canvas, int length) {
            return new Axis(canvas, (canvas - length) / 2, length, full, from, kept);
        }

        boolean holds(int pixel) {
            return pixel >= margin && pixel < margin + kept;
        }
    }
}
