package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.quant.BlockQuantiser;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A weight file to be written again as safetensors with some of its tensors in blocks, part by
/// part.
///
/// Names and order of the tensors stay, so whatever the configuration says of the file stays true.
/// The first part is the header, every other one a tensor; all sizes are known before anything is
/// written. The source is mapped for one tensor at a time: what is held is that tensor's pages and
/// a few megabytes. Safe to use from one thread; packing uses all cores.
public final class QuantisedFile {
    /// Weights that one task packs: its floats fit the second-level cache.
    private static final int TASK_WEIGHTS = 1 << 16;

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
    }

    /// A piece of the file.
    ///
    /// @param tensor the tensor's name; empty for the header
    /// @param offset where it begins in the file
    /// @param bytes its length
    /// @param sourceBytes what of the source it is made from
    public record Part(String tensor, long offset, long bytes, long sourceBytes) {}

    private final Path source;
    private final SafetensorsLayout layout;
    private final List<Part> parts;
    private final Choice choice;

    private QuantisedFile(Path source, Choice choice, Collection<StoredTensor> tensors) {
        this.source = source;
        this.choice = choice;
        var metadata = new LinkedHashMap<>(Map.of("format", "pt"));
        for (var tensor : tensors) {
            target(tensor)
                    .filter(TensorFormat::isQuantised)
                    .ifPresent(format ->
                            metadata.put(SafetensorsFile.BLOCKS + tensor.name(), format.name()));
        }
        layout = new SafetensorsLayout(metadata);
        var begins = new ArrayList<Long>();
        for (var tensor : tensors) {
            begins.add(add(tensor));
        }
        long start = layout.start().length;
        var all = new ArrayList<Part>();
        all.add(new Part("", 0, start, 0));
        int index = 0;
        for (var tensor : tensors) {
            long bytes = target(tensor).orElse(tensor.format()).bytesFor(tensor.shape().count());
            long from = tensor.format().bytesFor(tensor.shape().count());
            all.add(new Part(tensor.name(), start + begins.get(index++), bytes, from));
        }
        parts = List.copyOf(all);
    }

    /// Reads the source's directory and lays the new file out.
    ///
    /// @param source safetensors or PyTorch's own
    ///
    /// @throws EngineException if the source cannot be read or is damaged
    public static QuantisedFile of(Path source, Choice choice) throws EngineException {
        try (var arena = Arena.ofShared()) {
            var file = WeightFile.read(source, arena);
            return new QuantisedFile(source, choice, file.tensors().values());
        }
    }

    /// The format that a tensor of the source is packed into; its own if that is blocks already.
    private Optional<TensorFormat> target(StoredTensor tensor) {
        var format = tensor.format();
        if (format.isQuantised()) {
            return Optional.of(format);
        }
        boolean floats = format.dtype().map(DType::isFloat).orElse(false);
        return floats ? choice.formatOf(tensor) : Optional.empty();
    }

    private long add(StoredTensor tensor) {
        var shape = tensor.shape();
        var target = target(tensor).orElse(tensor.format());
        long bytes = target.bytesFor(shape.count());
        if (!target.isQuantised()) {
            return layout.add(tensor.name(), target.name(), shape, bytes);
        }
        var dims = new ArrayList<>(shape.dims());
        dims.add(target.bytesFor(dims.removeLast()));
        return layout.add(tensor.name(), DType.U8.name(), new Shape(dims), bytes);
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
    /// @throws EngineException if the source cannot be read any more
    /// @throws IOException if the channel takes no more
    public WeightError write(Part part, Rounding rounding, WritableByteChannel out)
            throws EngineException, IOException {
        if (part.tensor().isEmpty()) {
            writeAll(out, ByteBuffer.wrap(layout.start()));
            return WeightError.NONE;
        }
        try (var arena = Arena.ofShared()) {
            var tensor = WeightFile.read(source, arena).tensors().get(part.tensor());
            if (tensor == null) {
                throw new CheckpointException(source, part.tensor(), "has vanished");
            }
            var target = target(tensor).filter(format -> format != tensor.format());
            if (target.isEmpty()) {
                for (long row = 0; row < tensor.rows(); row++) {
                    writeAll(out, tensor.row(row).asByteBuffer());
                }
                return WeightError.NONE;
            }
            var error = new Packing(tensor, target.get(), rounding).write(out);
            if (!error.isFinite()) {
                throw new CheckpointException(
                        source, part.tensor(), "holds values that are not finite numbers");
            }
            return error;
        }
    }

    /// A tensor on its way into blocks. Rows are whole blocks and lie one after another.
    private record Packing(StoredTensor tensor, TensorFormat target, Rounding rounding) {
        WeightError write(WritableByteChannel out) throws EngineException, IOException {
            int width = Math.toIntExact(tensor.rowElements());
            int taskRows = Math.max(1, TASK_WEIGHTS / width);
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

        private Packed pack(long firstRow, long rows) {
            int width = Math.toIntExact(tensor.rowElements());
            int count = Math.toIntExact(rows * width);
            var values = new float[count];
            for (int r = 0; r < rows; r++) {
                tensor.readRow(firstRow + r, values, r * width);
            }
            var blocks = new byte[Math.toIntExact(target.bytesFor(count))];
            var quantiser = new BlockQuantiser(target, rounding);
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
