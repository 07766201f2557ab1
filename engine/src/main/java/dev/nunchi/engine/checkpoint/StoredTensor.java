package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.quant.BlockCodec;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;

/// One tensor as it lies on disk: mapped, read-only, any format.
///
/// Valid until the file or [Checkpoint] it came from is closed. Safe to read from several threads.
/// Rows are the slices along the outermost axis; a scalar or a vector is one row, unless the file
/// has the vector's elements in another order: then each is a row.
public final class StoredTensor {
    private final String name;
    private final TensorFormat format;
    private final Shape shape;
    private final MemorySegment data;
    private final RowOrder order;
    private final long rows;
    private final long rowElements;
    private final long rowBytes;

    private StoredTensor(
            String name, TensorFormat format, Shape shape, MemorySegment data, RowOrder order) {
        this.name = name;
        this.format = format;
        this.shape = shape;
        this.data = data;
        this.order = order;
        long count = shape.count();
        boolean inOrder = order.equals(RowOrder.AS_STORED);
        boolean oneRow = shape.rank() == 0 || (shape.rank() == 1 && inOrder);
        this.rows = count == 0 ? 0 : oneRow ? 1 : shape.dim(0);
        this.rowElements = rows == 0 ? 0 : count / rows;
        this.rowBytes = format.bytesFor(rowElements);
    }

    /// A tensor over bytes that somebody else owns.
    ///
    /// @param shape outermost axis first; rows must be whole blocks
    /// @param data exactly the bytes of all elements, row-major
    public static StoredTensor of(
            String name, TensorFormat format, Shape shape, MemorySegment data) {
        var tensor = new StoredTensor(name, format, shape, data, RowOrder.AS_STORED);
        long bytes = Math.multiplyExact(tensor.rows, tensor.rowBytes);
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "%s %s %s needs %d bytes, found %d"
                            .formatted(name, format, shape, bytes, data.byteSize()));
        }
        return tensor;
    }

    /// The same tensor under another name.
    StoredTensor renamed(String other) {
        return new StoredTensor(other, format, shape, data, order);
    }

    /// The same bytes read as another format.
    StoredTensor as(TensorFormat other, Shape otherShape) {
        return of(name, other, otherShape, data);
    }

    /// The same tensor with its rows taken in another order.
    StoredTensor reordered(RowOrder other) {
        return new StoredTensor(name, format, shape, data, other);
    }

    /// The rows `from..to` along the outermost axis, which is that of elements in a vector.
    StoredTensor slice(long from, long to) {
        if (!order.equals(RowOrder.AS_STORED)) {
            throw new IllegalStateException(name + " has its rows in another order on disk");
        }
        var dims = new ArrayList<>(shape.dims());
        long whole = dims.getFirst();
        dims.set(0, to - from);
        long bytes = whole == 0 ? 0 : data.byteSize() / whole;
        var part = data.asSlice(from * bytes, (to - from) * bytes);
        return new StoredTensor(name, format, new Shape(dims), part, order);
    }

    /// Whether this is a copy of another tensor.
    boolean hasBytesOf(StoredTensor other) {
        return format == other.format
                && shape.equals(other.shape)
                && order.equals(other.order)
                && data.mismatch(other.data) == -1;
    }

    public String name() {
        return name;
    }

    public TensorFormat format() {
        return format;
    }

    /// Outermost axis first, whatever the file's habit.
    public Shape shape() {
        return shape;
    }

    /// How many rows, 0 if there are no elements.
    public long rows() {
        return rows;
    }

    /// Elements of one row.
    public long rowElements() {
        return rowElements;
    }

    /// The stored bytes of row `r`, `0 <= r < rows()`.
    public MemorySegment row(long r) {
        if (r < 0 || r >= rows) {
            throw new IndexOutOfBoundsException("%s has no row %d".formatted(name, r));
        }
        return data.asSlice(order.stored(r) * rowBytes, rowBytes);
    }

    /// Decodes row `r` to float32 at `into[offset..offset + rowElements())`.
    ///
    /// @throws IllegalArgumentException if the tensor holds integers
    public void readRow(long r, float[] into, int offset) {
        BlockCodec.decode(format, row(r), into, offset, Math.toIntExact(rowElements));
    }

    /// All elements as float32, row-major.
    ///
    /// @throws IllegalArgumentException if the tensor holds integers
    /// @throws ArithmeticException if there are more than an array can hold
    public float[] toFloats() {
        var values = new float[Math.toIntExact(shape.count())];
        int width = Math.toIntExact(rowElements);
        for (int r = 0; r < rows; r++) {
            readRow(r, values, r * width);
        }
        return values;
    }

    /// The mapped elements of a plain format, not copied; valid as long as this tensor is.
    ///
    /// @throws IllegalStateException if the format has blocks or the file has the rows in another
    ///   order: read rows instead
    public Tensor view() {
        DType dtype =
                format.dtype()
                        .orElseThrow(
                                () -> new IllegalStateException(name + " is stored as " + format));
        if (!order.equals(RowOrder.AS_STORED)) {
            throw new IllegalStateException(name + " has its rows in another order on disk");
        }
        return new Tensor(dtype, shape, data);
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(name, format, shape);
    }
}
