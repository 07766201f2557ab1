package dev.nunchi.engine.train;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Arrays whose memory is used again instead of being freed and zeroed anew, under whatever shape
/// the next taker wants: batches differ in length.
///
/// Owns all of the memory, what is lent too. Confined to one thread.
final class TensorPool implements AutoCloseable {
    /// A piece of memory may be this many times as large as what it is lent for.
    private static final int LARGEST_EXCESS = 2;

    /// New pieces are larger than asked for by up to this share, for a taker that needs little
    /// more.
    private static final int SPARE = 16;

    private final InferenceRuntime runtime;

    /// Idle pieces by their size.
    private final TreeMap<Long, Deque<DeviceTensor>> idle = new TreeMap<>();

    /// The pieces of lent arrays.
    private final IdentityHashMap<DeviceTensor, DeviceTensor> lent = new IdentityHashMap<>();

    /// Pieces that were lent since the last [#tidy].
    private final Set<DeviceTensor> used = new HashSet<>();

    TensorPool(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    /// A float32 array with any contents, until it is given back.
    DeviceTensor take(Shape shape) throws DeviceException {
        return take(DType.F32, shape);
    }

    DeviceTensor take(DType dtype, Shape shape) throws DeviceException {
        var piece = piece(dtype.bytesFor(shape.count()));
        used.add(piece);
        var tensor = piece.view(0, dtype, shape);
        lent.put(tensor, piece);
        return tensor;
    }

    private DeviceTensor piece(long bytes) throws DeviceException {
        var fitting = idle.ceilingEntry(bytes);
        if (fitting != null && fitting.getKey() / LARGEST_EXCESS <= bytes) {
            return pop(fitting.getKey());
        }
        // What was long enough for the last batch makes room for its successor.
        var shorter = idle.lowerEntry(bytes);
        if (shorter != null && bytes / LARGEST_EXCESS <= shorter.getKey()) {
            free(pop(shorter.getKey()));
        }
        return runtime.allocate(DType.U8, Shape.of(bytes + bytes / SPARE));
    }

    private DeviceTensor pop(long bytes) {
        var waiting = Objects.requireNonNull(idle.get(bytes));
        var piece = waiting.pop();
        if (waiting.isEmpty()) {
            idle.remove(bytes);
        }
        return piece;
    }

    /// @param tensor of this pool, lent
    void give(DeviceTensor tensor) {
        var piece = lent.remove(tensor);
        if (piece == null) {
            throw new IllegalStateException("given back twice");
        }
        tensor.close();
        idle.computeIfAbsent(piece.shape().count(), _ -> new ArrayDeque<>()).push(piece);
    }

    /// Between steps, when nothing is lent: frees what the last step had no use for.
    void tidy() {
        for (var waiting : List.copyOf(idle.values())) {
            for (var piece : List.copyOf(waiting)) {
                if (!used.contains(piece)) {
                    waiting.remove(piece);
                    free(piece);
                }
            }
        }
        idle.values().removeIf(Deque::isEmpty);
        used.clear();
    }

    private void free(DeviceTensor piece) {
        used.remove(piece);
        piece.close();
    }

    /// Frees everything, lent or not: a step failed.
    void clear() {
        lent.forEach((tensor, piece) -> {
            tensor.close();
            piece.close();
        });
        idle.values().forEach(waiting -> waiting.forEach(DeviceTensor::close));
        lent.clear();
        idle.clear();
        used.clear();
    }

    @Override
    public void close() {
        clear();
    }
}
