package dev.nunchi.engine.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What was made of pictures, by their content hash; what was used last stays, the newest always.
///
/// Confined to one thread at a time.
final class Recent<T> {
    private static final float ACCESS_LOAD = 0.75f;

    private final long capacity;
    private final ToLongFunction<T> size;
    private final Map<String, T> things = new LinkedHashMap<>(16, ACCESS_LOAD, true);
    private long bytes;

    /// @param capacity in bytes
    /// @param size in bytes
    Recent(long capacity, ToLongFunction<T> size) {
        this.capacity = capacity;
        this.size = size;
    }

    long capacity() {
        return capacity;
    }

    Optional<T> find(String contentHash) {
        return Optional.ofNullable(things.get(contentHash));
    }

    void add(String contentHash, T thing) {
        things.put(contentHash, thing);
        bytes += size.applyAsLong(thing);
        var oldest = things.values().iterator();
        while (bytes > capacity && things.size() > 1) {
            bytes -= size.applyAsLong(oldest.next());
            oldest.remove();
        }
    }
}
