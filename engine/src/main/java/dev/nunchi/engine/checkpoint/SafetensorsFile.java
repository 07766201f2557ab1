package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A safetensors file, mapped read-only. Whoever opens it closes it; tensors live as long as it.
///
/// | bytes | content |
/// |---|---|
/// | 8 | `n`, unsigned little-endian |
/// | `n` | JSON: `{"NAME": {"dtype": …, "shape": […], "data_offsets": [BEGIN, END]}, …}`, and optionally `"__metadata__"` with texts |
/// | rest | the tensors' bytes, row-major, little-endian; offsets count from here |
///
/// Format: the safetensors repository's README, *Format*. It has no block formats: a tensor of ours
/// that is packed in blocks stands there as `U8` with the bytes of a row as its innermost extent,
/// and the metadata `nunchi.blocks.NAME` names the format, e.g. `Q4_0`.
public final class SafetensorsFile implements AutoCloseable {
    /// What begins the metadata key of a tensor in blocks.
    static final String BLOCKS = "nunchi.blocks.";

    private static final int LENGTH_BYTES = 8;

    /// The reference implementation's limit.
    private static final long MAX_HEADER = 100_000_000;

    private final Arena arena;
    private final MappedFile file;
    private final Map<String, String> metadata;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(Arena arena, MappedFile file) throws EngineException {
        this.arena = arena;
        this.file = file;
        long headerBytes = headerBytes(file);
        var header = SafetensorsHeader.parse(file, file.bytes().asSlice(LENGTH_BYTES, headerBytes));
        this.metadata = header.metadata();
        this.tensors = unpacked(header, LENGTH_BYTES + headerBytes);
    }

    /// The tensors, those in blocks under their own formats and shapes.
    private static Map<String, StoredTensor> unpacked(SafetensorsHeader header, long dataStart)
            throws CheckpointException {
        var stored = header.tensors().over(dataStart);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (var tensor : stored.values()) {
            var format = header.metadata().get(BLOCKS + tensor.name());
            tensors.put(
                    tensor.name(),
                    format == null ? tensor : header.tensors().inBlocks(tensor, format));
        }
        return Collections.unmodifiableMap(tensors);
    }

    /// Maps a file and checks its header against its size.
    ///
    /// @throws EngineException if the file cannot be read or is damaged
    public static SafetensorsFile open(Path path) throws EngineException {
        return Arenas.open(arena -> read(path, arena));
    }

    /// The same in an arena that somebody else closes.
    static SafetensorsFile read(Path path, Arena arena) throws EngineException {
        return new SafetensorsFile(arena, MappedFile.open(path, arena));
    }

    private static long headerBytes(MappedFile file) throws CheckpointException {
        if (file.size() < LENGTH_BYTES) {
            throw new CheckpointException(file.path(), "is too short for a safetensors file");
        }
        long length = file.bytes().get(Tensor.LONG, 0);
        if (length < 0 || length > Math.min(MAX_HEADER, file.size() - LENGTH_BYTES)) {
            throw new CheckpointException(
                    file.path(),
                    "header of %s bytes in a file of %d"
                            .formatted(Long.toUnsignedString(length), file.size()));
        }
        return length;
    }

    /// The tensors by name, in the header's order.
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /// The texts under `__metadata__`.
    public Map<String, String> metadata() {
        return metadata;
    }

    MappedFile file() {
        return file;
    }

    @Override
    public void close() {
        arena.close();
    }
}
