package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;

/// A safetensors file, mapped read-only. Whoever opens it closes it; tensors live as long as it.
///
/// | bytes | content |
/// |---|---|
/// | 8 | `n`, unsigned little-endian |
/// | `n` | JSON: `{"NAME": {"dtype": …, "shape": […], "data_offsets": [BEGIN, END]}, …}`, and optionally `"__metadata__"` with texts |
/// | rest | the tensors' bytes, row-major, little-endian; offsets count from here |
///
/// Format: the safetensors repository's README, *Format*.
public final class SafetensorsFile implements AutoCloseable {
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
        this.tensors = header.tensors().over(LENGTH_BYTES + headerBytes);
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
