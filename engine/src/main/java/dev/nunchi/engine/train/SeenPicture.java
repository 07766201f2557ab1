package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

/// What the frozen tower makes of a picture: all that training has to know of it.
///
/// @param layout how the projected rows lie in the prompt
/// @param rows `[tiles · I, Dv]` float32: what the projector is given of every tile, without the
///   class token unless the model keeps it
public record SeenPicture(PictureLayout layout, Tensor rows) {
    public SeenPicture {
        if (rows.dtype() != DType.F32
                || rows.shape().rank() != 2
                || rows.shape().dim(0) != layout.projectedRows()) {
            throw new IllegalArgumentException(
                    "expected F32 [%d, Dv], found %s %s"
                            .formatted(layout.projectedRows(), rows.dtype(), rows.shape()));
        }
    }

    /// A picture that is not tiled.
    ///
    /// @param rows `[I, Dv]` float32
    public static SeenPicture whole(Tensor rows) {
        return new SeenPicture(PictureLayout.whole(Math.toIntExact(rows.shape().dim(0))), rows);
    }

    /// Takes from the tower's hidden states the rows that the projector is given.
    ///
    /// @param hidden `[tiles, rows, Dv]`, row-major, class tokens included
    public static SeenPicture of(LlavaConfig config, PictureLayout layout, float[] hidden) {
        int width = config.projector().orElseThrow().inputSize();
        int each = hidden.length / layout.tiles();
        int dropped = config.droppedRows() * width;
        var rows = new float[Math.multiplyExact(layout.projectedRows(), width)];
        for (int i = 0; i < layout.tiles(); i++) {
            int kept = each - dropped;
            System.arraycopy(hidden, i * each + dropped, rows, i * kept, kept);
        }
        return new SeenPicture(
                layout, Tensor.ofFloats(Shape.of(layout.projectedRows(), width), rows));
    }
}
