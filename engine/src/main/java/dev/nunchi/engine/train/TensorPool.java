package dev.nunchi.engine.train;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Arrays that are used again instead of being freed and zeroed anew.
///
/// Owns all of them, those that are lent too. Confined to one thread.
final class TensorPool implements AutoCloseable {
    private record Kind(DType dtype, Shape shape) {}

    private final InferenceRuntime runtime;
    private final List<DeviceTensor> all = new ArrayList<>();
    private final Map<Kind, Deque<DeviceTensor>> free = new HashMap<>();

    /// Kinds that were lent since the last [#tidy].
    private final Set<Kind> used = new HashSet<>();

    TensorPool(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    /// A float32 array with any contents, until it is given back.
    DeviceTensor take(Shape shape) throws DeviceException {
        return take(DType.F32, shape);
    }

    DeviceTensor take(DType dtype, Shape shape) throws DeviceException {
        used.add(new Kind(dtype, shape));
        var waiting = free.get(new Kind(dtype, shape));
        if (waiting != null && !waiting.isEmpty()) {
            return waiting.pop();
        }
        var tensor = runtime.allocate(dtype, shape);
        all.add(tensor);
        return tensor;
    }

    void give(DeviceTensor tensor) {
        free.computeIfAbsent(new Kind(tensor.dtype(), tensor.shape()), _ -> new ArrayDeque<>())
                .push(tensor);
    }

    /// Between steps, when nothing is lent: frees what the last step had no use for, so that steps
    /// of ever other counts of targets do not add up.
    void tidy() {
        for (var kind : List.copyOf(free.keySet())) {
            if (!used.contains(kind)) {
                var unused = free.remove(kind);
                unused.forEach(DeviceTensor::close);
                all.removeAll(unused);
            }
        }
        used.clear();
    }

    /// Frees everything, lent or not: the next step has other shapes, or the last one failed.
    void clear() {
        all.forEach(DeviceTensor::close);
        all.clear();
        free.clear();
    }

    @Override
    public void close() {
        clear();
    }
}
