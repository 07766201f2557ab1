package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.quant.BlockQuantiser;
import dev.nunchi.engine.quant.InputMoments;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A weight file to be written again with some of its tensors in blocks, part by part: GGUF as
/// GGUF, everything else as safetensors.
///
/// Names and order of the tensors stay, so whatever the configuration says of the file stays true.
/// The first part is the header, every other one a tensor; all sizes are known before anything is
/// written. The source is mapped for one tensor at a time: what is held is that tensor's pages and
/// a few megabytes. Safe to use from one thread; packing uses all cores.
public final class QuantisedFile {
    /// Weights that one task packs: its floats fit the second-level cache.
    private static final int TASK_WEIGHTS = 1 << 16;

    /// Rows for which blocks side by side pay.
    private static final int MANY_ROWS = 64;

    /// Weights whose blocks are held before they are written.
    private static final int CHUNK_WEIGHTS = 1 << 22;

    /// Bytes handed to a channel at once: it keeps a native buffer as large.
    private static final int PIECE = 1 << 20;

    /// Which tensors are packed, and how.
    @FunctionalInterface
    public interface Choice {
        /// @param tensor under the name it has in the file, plain floats
        /// @return one of [BlockQuantiser]'s formats; empty to keep the tensor as it is
        Optional<TensorFormat> formatOf(StoredTensor tensor);

        /// What a tensor's rows are multiplied by, as far as it is known.
        default InputMoments inputsOf(StoredTensor tensor) {
            return InputMoments.UNKNOWN;
        }
    }

    /// A piece of the file.
    ///
    /// @param tensor the tensor's name; empty for the header
    /// @param offset where it begins in the file
    /// @param bytes its length
    /// @param sourceBytes what of the source it is made from
    public record Part(String tensor, long offset, long bytes, long sourceBytes) {}

    private final Path source;
    private final Choice choice;
    private final byte[] start;
    private final List<Part> parts;
    private final boolean packing;

    /// Where a tensor's bytes begin, from the start of the data, and how many zeros follow them.
    private record Place(long offset, int padding) {}

    private QuantisedFile(Path source, Choice choice, Arena arena) throws EngineException {
        this.source = source;
        this.choice = choice;
        var places = new ArrayList<Place>();
        List<StoredTensor> tensors;
        if (GgufFloats.isOne(source)) {
            var gguf = GgufFile.read(source, arena);
            tensors = List.copyOf(gguf.tensors().values());
            start = layOut(gguf, places);
        } else {
            tensors = List.copyOf(WeightFile.read(source, arena).tensors().values());
            start = layOut(tensors, places);
        }
        var all = new ArrayList<Part>();
        all.add(new Part("", 0, start.length, 0));
        for (int i = 0; i < tensors.size(); i++) {
            var tensor = tensors.get(i);
            long count = tensor.shape().count();
            all.add(
                    new Part(
                            tensor.name(),
                            start.length + places.get(i).offset(),
                            formatOf(tensor).bytesFor(count) + places.get(i).padding(),
                            tensor.format().bytesFor(count)));
        }
        parts = List.copyOf(all);
        packing = tensors.stream().anyMatch(tensor -> formatOf(tensor) != tensor.format());
    }

    private byte[] layOut(GgufFile gguf, List<Place> places) throws EngineException {
        var layout = new GgufLayout(gguf);
        for (var tensor : gguf.tensors().values()) {
            long bytes = formatOf(tensor).bytesFor(tensor.shape().count());
            places.add(new Place(layout.add(tensor, formatOf(tensor)), layout.padding(bytes)));
        }
        return layout.start();
    }

    private byte[] layOut(List<StoredTensor> tensors, List<Place> places) {
        var metadata = new LinkedHashMap<>(Map.of("format", "pt"));
        for (var tensor : tensors) {
            if (formatOf(tensor).isQuantised()) {
                metadata.put(SafetensorsFile.BLOCKS + tensor.name(), formatOf(tensor).name());
            }
        }
        var layout = new SafetensorsLayout(metadata);
        tensors.forEach(tensor -> places.add(new Place(add(tensor, layout), 0)));
        return layout.start();
    }

    private long add(StoredTensor tensor, SafetensorsLayout layout) {
        var shape = tensor.shape();
        var format = formatOf(tensor);
        long bytes = format.bytesFor(shape.count());
        if (!format.isQuantised()) {
            return layout.add(tensor.name(), format.name(), shape, bytes);
        }
        var dims = new ArrayList<>(shape.dims());
        dims.add(format.bytesFor(dims.removeLast()));
        return layout.add(tensor.name(), DType.U8.name(), new Shape(dims), bytes);
    }

    /// Reads the source's directory and lays the new file out.
    ///
    /// @param source safetensors, PyTorch's own or GGUF
    /// @throws EngineException if the source cannot be read or is damaged
    public static QuantisedFile of(Path source, Choice choice) throws EngineException {
        try (var arena = Arena.ofShared()) {
            return new QuantisedFile(source, choice, arena);
        } catch (InternalError e) {
            throw cutShort(source, e);
        }
    }

    /// What a tensor of the source is in the new file; blocks stay what they are.
    private TensorFormat formatOf(StoredTensor tensor) {
        var format = tensor.format();
        boolean floats = format.dtype().map(DType::isFloat).orElse(false);
        return floats ? choice.formatOf(tensor).orElse(format) : format;
    }

    /// Whether any tensor is packed.
    public boolean packs() {
        return packing;
    }

    /// In the order of the file; together they are all of it.
    public List<Part> parts() {
        return parts;
    }

    /// The whole file's length.
    public long bytes() {
        return parts.getLast().offset() + parts.getLast().bytes();
    }

    /// Writes one part.
    ///
    /// @return how far the packed values are from the source's
    /// @throws CheckpointException if a value to be packed is not a finite number
    /// @throws EngineException if the source cannot be read any more, or was cut short meanwhile
    /// @throws IOException if the channel takes no more
    public WeightError write(Part part, Rounding rounding, WritableByteChannel out)
            throws EngineException, IOException {
        if (part.tensor().isEmpty()) {
            writeAll(out, ByteBuffer.wrap(start));
            return WeightError.NONE;
        }
        try (var arena = Arena.ofShared()) {
            var tensor = find(part.tensor(), arena);
            var error = write(tensor, rounding, out);
            long bytes = formatOf(tensor).bytesFor(tensor.shape().count());
            writeAll(out, ByteBuffer.allocate(Math.toIntExact(part.bytes() - bytes)));
            return error;
        } catch (InternalError e) { // a mapped page is gone
            throw cutShort(source, e);
        }
    }

    private static CheckpointException cutShort(Path source, InternalError e) {
        return new CheckpointException(source, "was cut short while it was read", e);
    }

    private StoredTensor find(String name, Arena arena) throws EngineException {
        var tensors =
                GgufFloats.isOne(source)
                        ? GgufFile.read(source, arena).tensors()
                        : WeightFile.read(source, arena).tensors();
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new CheckpointException(source, name, "has vanished");
        }
        return tensor;
    }

    private WeightError write(StoredTensor tensor, Rounding rounding, WritableByteChannel out)
            throws EngineException, IOException {
        var format = formatOf(tensor);
        if (format == tensor.format()) {
            for (long row = 0; row < tensor.rows(); row++) {
                writeAll(out, tensor.row(row).asByteBuffer());
            }
            return WeightError.NONE;
        }
        var error = new Packing(tensor, format, rounding, choice.inputsOf(tensor)).write(out);
        if (!error.isFinite()) {
            throw new CheckpointException(
                    source, tensor.name(), "holds values that are not finite numbers");
        }
        return error;
    }

    /// A tensor on its way into blocks. Rows are whole blocks and lie one after another.
    private record Packing(
            StoredTensor tensor, TensorFormat target, Rounding rounding, InputMoments inputs) {
        WeightError write(WritableByteChannel out) throws EngineException, IOException {
            int width = Math.toIntExact(tensor.rowElements());
            int taskRows = Math.max(leastRows(), TASK_WEIGHTS / width);
            int chunkRows = Math.max(1, CHUNK_WEIGHTS / width / taskRows) * taskRows;
            var error = WeightError.NONE;
            for (long row = 0; row < tensor.rows(); row += chunkRows) {
                long first = row;
                int rows = (int) Math.min(chunkRows, tensor.rows() - row);
                var packed =
                        IntStream.range(0, Math.ceilDiv(rows, taskRows))
                                .parallel()
                                .mapToObj(task -> {
                                    long from = first + (long) task * taskRows;
                                    return pack(from, Math.min(taskRows, first + rows - from));
                                })
                                .toList();
                for (var piece : packed) {
                    error = error.plus(piece.error());
                    writeAll(out, ByteBuffer.wrap(piece.blocks()));
                }
            }
            return error;
        }

        /// Where inputs are known, the same block of many rows is worked on at once.
        private int leastRows() {
            return inputs.width() == 0 ? 1 : MANY_ROWS;
        }

        private Packed pack(long firstRow, long rows) {
            int width = Math.toIntExact(tensor.rowElements());
            int count = Math.toIntExact(rows * width);
            var values = new float[count];
            for (int r = 0; r < rows; r++) {
                tensor.readRow(firstRow + r, values, r * width);
            }
            var blocks = new byte[Math.toIntExact(target.bytesFor(count))];
            var quantiser = new BlockQuantiser(target, rounding, inputs);
            quantiser.encode(values, count, blocks);
            return new Packed(
                    blocks, new WeightError(quantiser.squaredError(), quantiser.squaredSum()));
        }
    }

    private record Packed(byte[] blocks, WeightError error) {}

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + PIECE));
            out.write(bytes);
        }
    }
}
