package dev.nunchi.engine.runtime.ort;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Small arrays that were used and closed, for the next who wants one of the same type and shape.
///
/// A token's run stages the same few again and again; to free their memory is to stop all threads
/// for a moment. Safe for several threads.
final class StagedTensors implements AutoCloseable {
    /// Logits of the largest vocabularies, one row; prompts are larger and of ever other lengths.
    private static final long LARGEST = 1 << 20;

    private static final long MOST = 8 << 20;

    private final Map<Kind, Deque<OrtTensor.Memory>> free = new HashMap<>();
    private long bytes;
    private boolean closed;

    private record Kind(DType dtype, Shape shape) {}

    /// Makes what is not there.
    interface Allocation {
        OrtTensor.Memory make() throws DeviceException;
    }

    /// @return values are what the last user left; closing it brings the memory back here
    OrtTensor take(DType dtype, Shape shape, Allocation allocation) throws DeviceException {
        var memory = find(new Kind(dtype, shape));
        return new OrtTensor(memory.isPresent() ? memory.get() : allocation.make(), this::giveBack);
    }

    private synchronized Optional<OrtTensor.Memory> find(Kind kind) {
        var memory = Optional.ofNullable(free.get(kind)).map(Deque::poll);
        memory.ifPresent(found -> bytes -= found.host().data().byteSize());
        return memory;
    }

    private synchronized void giveBack(OrtTensor.Memory memory) {
        long size = memory.host().data().byteSize();
        if (closed || size > LARGEST || bytes + size > MOST) {
            memory.close();
            return;
        }
        bytes += size;
        var kind = new Kind(memory.host().dtype(), memory.host().shape());
        free.computeIfAbsent(kind, _ -> new ArrayDeque<>()).push(memory);
    }

    @Override
    public synchronized void close() {
        closed = true;
        free.values().forEach(waiting -> waiting.forEach(OrtTensor.Memory::close));
        free.clear();
        bytes = 0;
    }
}
