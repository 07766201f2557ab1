package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.DType;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A GGUF file to be written again with floats in the place of blocks; its metadata stay byte by
/// byte.
///
/// @param canonical the same tensors in the program's terms, by where they lie
record GgufFloats(GgufFile gguf, Map<Long, StoredTensor> canonical) {
    private static final String EXTENSION = ".gguf";

    static boolean isOne(Path file) {
        return file.toString().endsWith(EXTENSION);
    }

    static GgufFloats read(Path path, Arena arena) throws EngineException {
        var gguf = GgufFile.read(path, arena);
        boolean vision = GgufConfig.architecture(gguf).equals(GgufVision.ARCHITECTURE);
        var tensors = vision ? new GgufVision(gguf).tensors() : new GgufModel(gguf).tensors();
        var canonical = new HashMap<Long, StoredTensor>();
        for (var tensor : tensors.values()) {
            if (tensor.rows() > 0) {
                canonical.put(tensor.row(0).address(), tensor);
            }
        }
        return new GgufFloats(gguf, Map.copyOf(canonical));
    }

    List<StoredTensor> tensors() {
        return List.copyOf(gguf.tensors().values());
    }

    /// What a tensor of the file is called in a [Checkpoint], with its rows in the order there;
    /// empty for one that is a part of another or taken apart there.
    Optional<StoredTensor> canonical(StoredTensor stored) {
        return stored.rows() == 0
                ? Optional.empty()
                : Optional.ofNullable(canonical.get(stored.row(0).address()))
                        .filter(tensor -> tensor.rows() == stored.rows());
    }

    /// The row in a [Checkpoint] that each row of the file is.
    static long[] rows(StoredTensor stored, StoredTensor canonical) {
        var rows = new long[Math.toIntExact(stored.rows())];
        long start = stored.row(0).address();
        for (int row = 0; row < rows.length; row++) {
            var bytes = canonical.row(row);
            rows[Math.toIntExact((bytes.address() - start) / bytes.byteSize())] = row;
        }
        return rows;
    }

    /// Llama.cpp wants vectors in float32 whatever matrices are.
    static DType type(StoredTensor tensor, DType wanted) {
        return tensor.shape().rank() < 2 ? DType.F32 : wanted;
    }

    /// What comes before the data.
    byte[] start(DType wanted) throws EngineException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                gguf.file().bytes().asSlice(0, gguf.metadataEnd()).toArray(ValueLayout.JAVA_BYTE));
        long offset = 0;
        for (var tensor : gguf.tensors().values()) {
            out.writeBytes(info(tensor, wanted, offset));
            offset += padded(bytes(tensor, wanted));
        }
        out.writeBytes(new byte[Math.toIntExact(padded(out.size()) - out.size())]);
        return out.toByteArray();
    }

    private static byte[] info(StoredTensor tensor, DType wanted, long offset) {
        var name = tensor.name().getBytes(StandardCharsets.UTF_8);
        var dims = tensor.shape().dims().reversed();
        var info =
                ByteBuffer.allocate(
                                Long.BYTES * (2 + dims.size()) + 2 * Integer.BYTES + name.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(name.length)
                        .put(name)
                        .putInt(dims.size());
        dims.forEach(info::putLong);
        return info.putInt(code(tensor, wanted)).putLong(offset).array();
    }

    private static int code(StoredTensor tensor, DType wanted) {
        return switch (tensor.format()) {
            case I8 -> 24;
            case I32 -> 26;
            case I64 -> 27;
            default ->
                    switch (type(tensor, wanted)) {
                        case F16 -> 1;
                        case BF16 -> 30;
                        default -> 0;
                    };
        };
    }

    private static long bytes(StoredTensor tensor, DType wanted) {
        long count = tensor.shape().count();
        return tensor.format().holdsReals()
                ? type(tensor, wanted).bytesFor(count)
                : tensor.format().bytesFor(count);
    }

    /// Zeros behind a tensor's data.
    int padding(StoredTensor tensor, DType wanted) throws EngineException {
        long bytes = bytes(tensor, wanted);
        return Math.toIntExact(padded(bytes) - bytes);
    }

    private long padded(long bytes) throws EngineException {
        return Math.ceilDiv(bytes, gguf.alignment()) * gguf.alignment();
    }
}
