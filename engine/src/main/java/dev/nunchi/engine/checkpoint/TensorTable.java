package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file's tensor directory while it is read: believes nothing that the file's size contradicts.
final class TensorTable {
    /// Far above any real file (a 70B model has 723); keeps a lying header small in memory.
    static final int MAX_TENSORS = 16_384;

    /// Most characters of a name.
    static final int MAX_NAME = 256;

    private static final int MAX_RANK = 8;

    private final MappedFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// @param begin first byte, from the start of the data
    private record Entry(String name, TensorFormat format, Shape shape, long begin, long bytes) {
        long end() {
            return begin + bytes;
        }
    }

    TensorTable(MappedFile file) {
        this.file = file;
    }

    /// @param dims outermost first
    /// @param begin first byte, from the start of the data
    void add(String name, TensorFormat format, List<Long> dims, long begin)
            throws CheckpointException {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw problem("", "a tensor name of %d characters".formatted(name.length()));
        }
        if (entries.size() == MAX_TENSORS) {
            throw problem("", "more than %d tensors".formatted(MAX_TENSORS));
        }
        long bytes = bytes(name, format, dims);
        if (begin < 0 || begin > file.size() - bytes) {
            throw problem(
                    name, "%d bytes from byte %d lie outside the file".formatted(bytes, begin));
        }
        var entry = new Entry(name, format, new Shape(dims), begin, bytes);
        if (entries.putIfAbsent(name, entry) != null) {
            throw problem(name, "is listed twice");
        }
    }

    private long bytes(String name, TensorFormat format, List<Long> dims)
            throws CheckpointException {
        if (dims.size() > MAX_RANK || dims.stream().anyMatch(dim -> dim < 0)) {
            throw problem(name, "impossible shape " + dims);
        }
        long inner = dims.isEmpty() ? 1 : dims.getLast();
        if (inner % format.blockSize() != 0) {
            throw problem(name, "rows of %d are not whole blocks of %s".formatted(inner, format));
        }
        try {
            return format.bytesFor(new Shape(dims).count());
        } catch (ArithmeticException e) {
            throw problem(name, "impossible shape " + dims);
        }
    }

    /// The tensors in file order, over the mapped data.
    ///
    /// @param dataStart where the data begins in the file, at most its size
    Map<String, StoredTensor> over(long dataStart) throws CheckpointException {
        requireDisjoint();
        var data = file.bytes().asSlice(dataStart);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (var entry : entries.values()) {
            if (entry.end() > data.byteSize()) {
                throw problem(
                        entry.name(),
                        "ends at byte %d of %d".formatted(entry.end(), data.byteSize()));
            }
            var bytes = data.asSlice(entry.begin(), entry.bytes());
            tensors.put(
                    entry.name(),
                    StoredTensor.of(entry.name(), entry.format(), entry.shape(), bytes));
        }
        return Collections.unmodifiableMap(tensors);
    }

    /// Bytes that are blocks of a format: the same data under its own format and shape.
    ///
    /// @param name the format's, as the file has it
    StoredTensor inBlocks(StoredTensor bytes, String name) throws CheckpointException {
        var format =
                Arrays.stream(TensorFormat.values())
                        .filter(known -> known.isQuantised() && known.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> problem(bytes.name(), "blocks of an unknown format " + name));
        var shape = bytes.shape();
        if (bytes.format() != TensorFormat.U8
                || shape.rank() == 0
                || shape.dim(-1) % format.blockBytes() != 0) {
            throw problem(
                    bytes.name(),
                    "%s %s does not hold whole blocks of %s"
                            .formatted(bytes.format(), shape, format));
        }
        var dims = new ArrayList<>(shape.dims());
        dims.add(dims.removeLast() / format.blockBytes() * format.blockSize());
        return bytes.as(format, new Shape(dims));
    }

    private void requireDisjoint() throws CheckpointException {
        var inOrder =
                entries.values().stream()
                        .filter(entry -> entry.bytes() > 0)
                        .sorted(Comparator.comparingLong(Entry::begin))
                        .toList();
        long end = 0;
        for (var entry : inOrder) {
            if (entry.begin() < end) {
                throw problem(entry.name(), "overlaps the tensor before it");
            }
            end = entry.end();
        }
    }

    private CheckpointException problem(String name, String problem) {
        return name.isEmpty()
                ? new CheckpointException(file.path(), problem)
                : new CheckpointException(file.path(), name, problem);
    }
}
