package dev.nunchi.engine.chat;

import dev.nunchi.engine.tensor.Tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Tensors by the content hash of a picture; those used last stay, the newest always.
///
/// Confined to one thread at a time.
final class RecentTensors {
    private static final float ACCESS_LOAD = 0.75f;

    private final long capacity;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>(16, ACCESS_LOAD, true);
    private long bytes;

    /// @param capacity in bytes
    RecentTensors(long capacity) {
        this.capacity = capacity;
    }

    long capacity() {
        return capacity;
    }

    Optional<Tensor> find(String contentHash) {
        return Optional.ofNullable(tensors.get(contentHash));
    }

    void add(String contentHash, Tensor tensor) {
        tensors.put(contentHash, tensor);
        bytes += bytes(tensor);
        var oldest = tensors.values().iterator();
        while (bytes > capacity && tensors.size() > 1) {
            bytes -= bytes(oldest.next());
            oldest.remove();
        }
    }

    private static long bytes(Tensor tensor) {
        return tensor.dtype().bytesFor(tensor.shape().count());
    }
}
