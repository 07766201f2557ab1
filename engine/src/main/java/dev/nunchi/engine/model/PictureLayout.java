package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.Tiling;
import dev.nunchi.engine.checkpoint.TransformerConfig;
import dev.nunchi.engine.error.CheckpointException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows that one picture takes in the prompt, and where they come from.
///
/// Without tiling they are the projected rows of the picture. With tiling they are those of the
/// whole picture, then the detail: the tiles' rows put together again to one grid, without what
/// lies on the canvas around the picture, each line ended by the row `image_newline`. A grid of too
/// many rows is shrunk first where the model says so.
///
/// Source: `pack_image_features` of transformers' `modeling_llava_next.py` and
/// `modeling_llava_onevision.py`.
public final class PictureLayout {
    /// The name of the row that ends a line, in checkpoints.
    public static final String NEWLINE = "image_newline";

    /// How much too large a grid has to be before it is shrunk.
    private static final double SLACK = 1.1;

    private static final int ROUNDED_DIGITS = 7;

    private final int tiles;
    private final int tileRows;
    private final boolean endsWithNewline;
    private final Optional<Detail> detail;

    private PictureLayout(
            int tiles, int tileRows, boolean endsWithNewline, Optional<Detail> detail) {
        this.tiles = tiles;
        this.tileRows = tileRows;
        this.endsWithNewline = endsWithNewline;
        this.detail = detail;
    }

    /// A picture that is not cut.
    ///
    /// @param rows projected ones, which are all
    public static PictureLayout whole(int rows) {
        return new PictureLayout(1, rows, false, Optional.empty());
    }

    /// @param width of the picture, in pixels
    /// @param pictures how many pictures the prompt shows: LLaVA-OneVision tiles a picture only
    ///   when it is alone
    public static PictureLayout of(LlavaConfig config, int width, int height, int pictures) {
        if (config.tiling().isEmpty()) {
            return whole(config.imageTokens());
        }
        var tiling = config.tiling().get();
        if (tiling.maxTiles().isPresent() && pictures > 1) {
            return new PictureLayout(1, config.imageTokens(), true, Optional.empty());
        }
        var detail = Detail.of(config, tiling, width, height);
        return new PictureLayout(
                1 + detail.tiles(), config.imageTokens(), false, Optional.of(detail));
    }

    /// The row that ends lines, `[D]`; empty where pictures are not tiled.
    ///
    /// @throws CheckpointException if it is missing
    public static float[] newline(Checkpoint checkpoint) throws CheckpointException {
        return checkpoint.config().tiling().isPresent()
                ? checkpoint.tensor(NEWLINE).toFloats()
                : new float[0];
    }

    /// Tiles that go through the tower, the whole picture first.
    public int tiles() {
        return tiles;
    }

    /// Rows of all tiles together, as the projector makes them: `tiles · I`.
    public int projectedRows() {
        return Math.multiplyExact(tiles, tileRows);
    }

    /// Rows in the prompt.
    public int rows() {
        int grid = detail.map(d -> d.height() * (d.width() + 1)).orElse(0);
        return tileRows + grid + (endsWithNewline ? 1 : 0);
    }

    /// The hash of a picture's content, changed where the same picture may be laid out in another
    /// way: its rows are others then.
    public String identify(String contentHash) {
        int half = contentHash.length() / 2;
        return endsWithNewline
                ? contentHash.substring(half) + contentHash.substring(0, half)
                : contentHash;
    }

    /// Whether rows of the detail are mixed from several projected rows. If not, [#sources()] says
    /// all.
    private boolean mixesRows() {
        return detail.isPresent() && detail.get().isShrunk();
    }

    /// For each row its place among the projected rows of all tiles end to end, or −1 for the
    /// newline. Nothing of the kind where rows are mixed.
    private int[] sources() {
        var sources = new int[rows()];
        for (int i = 0; i < tileRows; i++) {
            sources[i] = i;
        }
        int at = tileRows;
        for (int y = 0; detail.isPresent() && y < detail.get().height(); y++) {
            for (int x = 0; x < detail.get().width(); x++) {
                sources[at++] = detail.get().source(y, x);
            }
            sources[at++] = -1;
        }
        if (endsWithNewline) {
            sources[at] = -1;
        }
        return sources;
    }

    /// The rows in the prompt.
    ///
    /// @param projected `[tiles · I, D]`, row-major
    /// @param newline `[D]`; anything where there is no tiling
    /// @return `[rows(), D]`
    public float[] arrange(float[] projected, float[] newline) {
        int width = projected.length / projectedRows();
        var rows = new float[Math.multiplyExact(rows(), width)];
        if (mixesRows()) {
            System.arraycopy(projected, 0, rows, 0, tileRows * width);
            mix(new Rows(projected, width), newline, rows);
            return rows;
        }
        var sources = sources();
        for (int i = 0; i < sources.length; i++) {
            boolean line = sources[i] < 0;
            int from = line ? 0 : sources[i] * width;
            System.arraycopy(line ? newline : projected, from, rows, i * width, width);
        }
        return rows;
    }

    /// What [#arrange] does, backwards: the gradient of the projected rows, given that of the rows
    /// in the prompt. The newline's is left out.
    ///
    /// @param gradient `[rows(), D]`, row-major
    /// @return `[tiles · I, D]`
    public float[] spread(float[] gradient) {
        int width = gradient.length / rows();
        var projected = new float[Math.multiplyExact(projectedRows(), width)];
        if (mixesRows()) {
            System.arraycopy(gradient, 0, projected, 0, tileRows * width);
            unmix(gradient, new Rows(projected, width));
            return projected;
        }
        var sources = sources();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] >= 0) {
                System.arraycopy(gradient, i * width, projected, sources[i] * width, width);
            }
        }
        return projected;
    }

    /// @param width `D`
    @SuppressWarnings("ArrayRecordComponent") // a view, private to this file
    private record Rows(float[] values, int width) {}

    /// Bilinear, pixel centres at halves, as PyTorch's `interpolate` without `align_corners`.
    private void mix(Rows projected, float[] newline, float[] into) {
        var grid = detail.orElseThrow();
        int width = projected.width();
        int at = tileRows * width;
        var values = projected.values();
        var lines = Blend.of(grid.fullHeight(), grid.height());
        var columns = Blend.of(grid.fullWidth(), grid.width());
        for (var line : lines) {
            for (var column : columns) {
                var from = Corners.of(grid, line, column, width);
                for (int i = 0; i < width; i++) {
                    float top = column.of(values[from.topLeft() + i], values[from.topRight() + i]);
                    float low = column.of(values[from.lowLeft() + i], values[from.lowRight() + i]);
                    into[at++] = line.of(top, low);
                }
            }
            System.arraycopy(newline, 0, into, at, width);
            at += width;
        }
    }

    private void unmix(float[] gradient, Rows projected) {
        var grid = detail.orElseThrow();
        int width = projected.width();
        int at = tileRows * width;
        var sums = projected.values();
        var columns = Blend.of(grid.fullWidth(), grid.width());
        for (var line : Blend.of(grid.fullHeight(), grid.height())) {
            for (var column : columns) {
                var to = Corners.of(grid, line, column, width);
                for (int i = 0; i < width; i++) {
                    float low = line.share() * gradient[at];
                    float top = gradient[at++] - low;
                    sums[to.topLeft() + i] += (1 - column.share()) * top;
                    sums[to.topRight() + i] += column.share() * top;
                    sums[to.lowLeft() + i] += (1 - column.share()) * low;
                    sums[to.lowRight() + i] += column.share() * low;
                }
            }
            at += width;
        }
    }

    /// Where the four rows begin that one is mixed from.
    private record Corners(int topLeft, int topRight, int lowLeft, int lowRight) {
        /// @param width of a row
        static Corners of(Detail grid, Blend line, Blend column, int width) {
            return new Corners(
                    width * grid.source(line.first(), column.first()),
                    width * grid.source(line.first(), column.second()),
                    width * grid.source(line.second(), column.first()),
                    width * grid.source(line.second(), column.second()));
        }
    }

    /// One place of a shrunk axis: `(1 − share) · first + share · second`.
    private record Blend(int first, int second, float share) {
        static List<Blend> of(int from, int to) {
            float scale = (float) from / to;
            var blends = new ArrayList<Blend>();
            for (int i = 0; i < to; i++) {
                float place = Math.max((i + 0.5f) * scale - 0.5f, 0);
                int first = (int) place;
                blends.add(new Blend(first, Math.min(first + 1, from - 1), place - first));
            }
            return blends;
        }

        float of(float a, float b) {
            return (1 - share) * a + share * b;
        }
    }

    /// The grid of all tiles' rows but the first's, without what lies around the picture.
    ///
    /// @param perTile rows along a tile's side
    /// @param columns tiles side by side
    /// @param top lines cut off above, as many as below
    /// @param left rows cut off before, as many as behind
    /// @param fullHeight lines that are left
    /// @param height lines after shrinking
    private record Detail(
            int perTile,
            int lines,
            int columns,
            int top,
            int left,
            int fullHeight,
            int fullWidth,
            int height,
            int width) {

        static Detail of(LlavaConfig config, Tiling tiling, int width, int height) {
            var vision = (TransformerConfig) config.vision().orElseThrow();
            int perTile = vision.imageSize() / vision.patchSize();
            var canvas = tiling.canvasFor(width, height);
            int lines = canvas.height() / vision.imageSize();
            int columns = canvas.width() / vision.imageSize();
            int allLines = lines * perTile;
            int allColumns = columns * perTile;
            int top = 0;
            int left = 0;
            if ((double) width / height > (double) allColumns / allLines) {
                top = (allLines - scaled(height, (double) allColumns / width)) / 2;
            } else {
                left = (allColumns - scaled(width, (double) allLines / height)) / 2;
            }
            int fullHeight = allLines - 2 * top;
            int fullWidth = allColumns - 2 * left;
            double ratio = 1;
            if (tiling.maxTiles().isPresent()) {
                double most = (double) tiling.maxTiles().getAsInt() * perTile * perTile;
                ratio = Math.sqrt(fullHeight * fullWidth / most);
            }
            boolean shrunk = ratio > SLACK;
            return new Detail(
                    perTile,
                    lines,
                    columns,
                    top,
                    left,
                    fullHeight,
                    fullWidth,
                    shrunk ? (int) Math.floor(fullHeight / ratio) : fullHeight,
                    shrunk ? (int) Math.floor(fullWidth / ratio) : fullWidth);
        }

        private static int scaled(int length, double factor) {
            return new BigDecimal(length * factor)
                    .setScale(ROUNDED_DIGITS, RoundingMode.HALF_EVEN)
                    .intValue();
        }

        int tiles() {
            return lines * columns;
        }

        boolean isShrunk() {
            return height != fullHeight || width != fullWidth;
        }

        /// The place of a row before shrinking among the projected rows of all tiles.
        int source(int line, int column) {
            int y = top + line;
            int x = left + column;
            int tile = 1 + y / perTile * columns + x / perTile;
            return (tile * perTile + y % perTile) * perTile + x % perTile;
        }
    }
}
