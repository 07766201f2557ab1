package dev.nunchi.engine.train;

import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.train.TrainingExample.PictureRows;

import java.util.ArrayList;
import java.util.List;

/// A picture of a training example, line by line where it is tiled.
///
/// @param rows what goes through the projector
/// @param newlines positions of the example that end lines
public record PlacedPicture(List<PictureRows> rows, List<Integer> newlines) {
    public PlacedPicture {
        rows = List.copyOf(rows);
        newlines = List.copyOf(newlines);
    }

    /// @param start the picture's first position in the example
    /// @param towerRows `[tiles · I, Dv]` float32: what the projector is given of every tile
    /// @throws IllegalArgumentException if the layout mixes rows behind the projector
    public static PlacedPicture of(PictureLayout layout, int start, Tensor towerRows) {
        if (layout.mixesRows()) {
            throw new IllegalArgumentException("a picture whose rows are mixed cannot be learnt");
        }
        var sources = layout.sources();
        var rows = new ArrayList<PictureRows>();
        var newlines = new ArrayList<Integer>();
        int line = 0;
        for (int i = 0; i <= sources.length; i++) {
            if (i < sources.length && sources[i] >= 0) {
                continue;
            }
            if (i > line) {
                rows.add(new PictureRows(start + line, gathered(towerRows, sources, line, i)));
            }
            if (i < sources.length) {
                newlines.add(start + i);
            }
            line = i + 1;
        }
        return new PlacedPicture(rows, newlines);
    }

    private static Tensor gathered(Tensor towerRows, int[] sources, int from, int to) {
        int width = Math.toIntExact(towerRows.shape().dim(1));
        var values = new float[(to - from) * width];
        for (int i = from; i < to; i++) {
            towerRows.read((long) sources[i] * width, values, (i - from) * width, width);
        }
        return Tensor.ofFloats(Shape.of(to - from, width), values);
    }
}
