package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/// A graph input that carries a weight of a checkpoint, or one kind of a packed weight's bytes.
///
/// Valid as long as the checkpoint is open.
public final class WeightInput {
    private final String name;
    private final StoredTensor tensor;
    private final WeightForm form;
    private final WeightForm.Part part;
    private final Shape shape;
    private final long firstRow;

    private WeightInput(String name, Place place, WeightForm.Part part, Shape shape) {
        this.name = name;
        this.tensor = place.tensor();
        this.form = place.form();
        this.part = part;
        this.shape = shape;
        this.firstRow = place.firstRow();
    }

    private record Place(StoredTensor tensor, WeightForm form, long firstRow) {}

    /// The inputs of a whole weight.
    ///
    /// @param name what the graph calls it
    static List<WeightInput> of(String name, StoredTensor tensor, WeightForm form) {
        return ofRows(name, tensor, form, 0, tensor.shape().dim(0));
    }

    /// The inputs of the rows `from..to` of a matrix.
    static List<WeightInput> ofRows(
            String name, StoredTensor tensor, WeightForm form, long from, long to) {
        var place = new Place(tensor, form, from);
        var inputs = new ArrayList<WeightInput>();
        for (var part : form.parts()) {
            var dims = new ArrayList<>(form.shapeOf(part).dims());
            dims.set(0, to - from);
            var shape = new Shape(dims);
            inputs.add(new WeightInput(name + part.suffix(), place, part, shape));
        }
        return inputs;
    }

    public String name() {
        return name;
    }

    public DType dtype() {
        return part.dtype();
    }

    public Shape shape() {
        return shape;
    }

    /// Memory that it takes.
    public long bytes() {
        return dtype().bytesFor(shape.count());
    }

    /// Writes the weight's bytes.
    ///
    /// @param into of this type and shape
    public void fill(Tensor into) {
        long rows = shape.rank() < 2 ? 1 : shape.dim(0);
        long rowBytes = bytes() / rows;
        for (long r = 0; r < rows; r++) {
            form.fill(part, tensor, firstRow + r, into.data().asSlice(r * rowBytes, rowBytes));
        }
    }
}
