package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;

import java.lang.foreign.Arena;
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
        var tensors = vision ? new GgufVision(gguf).tensors() : new GgufModel(gguf).joined();
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
    /// empty for one that is a part of another. Matrices that lie as one stay one.
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
        var layout = new GgufLayout(gguf);
        for (var tensor : gguf.tensors().values()) {
            layout.add(tensor, format(tensor, wanted));
        }
        return layout.start();
    }

    private static TensorFormat format(StoredTensor tensor, DType wanted) {
        return tensor.format().holdsReals()
                ? TensorFormat.valueOf(type(tensor, wanted).name())
                : tensor.format();
    }

    /// Zeros behind a tensor's data.
    int padding(StoredTensor tensor, DType wanted) throws EngineException {
        long bytes = format(tensor, wanted).bytesFor(tensor.shape().count());
        return new GgufLayout(gguf).padding(bytes);
    }
}
