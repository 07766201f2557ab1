package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The tensors of a cache, `[R, G, M, E]`: key and value of the first layer, of the second, and so
/// on. Owns them, unless they are views of others.
record KvTensors(List<DeviceTensor> all) implements AutoCloseable {
    /// A key and a value.
    private static final int PAIR = 2;

    /// @param capacity `M`
    static KvTensors allocate(InferenceRuntime runtime, LanguageConfig config, int capacity)
            throws DeviceException {
        var shape = Shape.of(1, config.numKvHeads(), capacity, config.headDim());
        var tensors = new KvTensors(new ArrayList<>());
        try {
            for (int i = 0; i < PAIR * config.numLayers(); i++) {
                tensors.all.add(runtime.allocate(DType.F32, shape));
            }
        } catch (DeviceException e) {
            tensors.close();
            throw e;
        }
        return tensors;
    }

    /// `R`: of all layers, also if some could not be made larger.
    int rows() {
        return extent(0);
    }

    /// `M`, as [#rows].
    int capacity() {
        return extent(2);
    }

    private int extent(int axis) {
        return all.stream().mapToInt(tensor -> (int) tensor.shape().dim(axis)).min().orElseThrow();
    }

    /// Moves what the rows hold to tensors of another size, one layer after another: both caches
    /// together would not fit a memory that holds either.
    ///
    /// @param lengths tokens of each row
    /// @throws DeviceException if the memory is not there; some layers are larger then, and nothing
    ///   is lost
    void resize(InferenceRuntime runtime, int rows, int capacity, int... lengths)
            throws DeviceException {
        for (int layer = 0; layer < all.size(); layer += PAIR) {
            var old = all.get(layer).shape();
            var shape = Shape.of(rows, old.dim(1), capacity, old.dim(3));
            if (shape.equals(old)) {
                continue;
            }
            var key = runtime.allocate(DType.F32, shape);
            try {
                replace(layer + 1, runtime.allocate(DType.F32, shape), lengths);
            } catch (DeviceException e) {
                key.close();
                throw e;
            }
            replace(layer, key, lengths);
        }
    }

    private void replace(int index, DeviceTensor larger, int... lengths) throws DeviceException {
        var old = all.get(index);
        var from = new Heads(old.read().data(), old.shape());
        var target = larger.read();
        var to = new Heads(target.data(), larger.shape());
        for (int row = 0; row < lengths.length; row++) {
            from.copy(row, to, row, lengths[row]);
        }
        larger.write(target);
        all.set(index, larger);
        old.close();
    }

    /// Makes the beginning of a row that of another. In memory that Java sees.
    void copy(int from, int to, int length) {
        for (var tensor : all) {
            var heads = new Heads(tensor.host().data(), tensor.shape());
            heads.copy(from, heads, to, length);
        }
    }

    /// Memory with the keys or values of all heads in all rows.
    private record Heads(MemorySegment data, Shape shape) {
        /// Copies the first `length` tokens of a row's heads.
        void copy(int from, Heads target, int to, int length) {
            long token = DType.F32.bytesFor(shape.dim(3));
            for (long head = 0; head < shape.dim(1); head++) {
                MemorySegment.copy(
                        data,
                        (from * shape.dim(1) + head) * shape.dim(2) * token,
                        target.data,
                        (to * shape.dim(1) + head) * target.shape.dim(2) * token,
                        length * token);
            }
        }
    }

    /// Some rows as tensors of their own, which use the same memory.
    KvTensors view(Rows rows) throws DeviceException {
        var views = new KvTensors(new ArrayList<>());
        try {
            for (var tensor : all) {
                var whole = tensor.shape();
                var part = Shape.of(rows.count(), whole.dim(1), whole.dim(2), whole.dim(3));
                long row = DType.F32.bytesFor(part.count() / rows.count());
                views.all.add(tensor.view(rows.first() * row, DType.F32, part));
            }
        } catch (DeviceException e) {
            views.close();
            throw e;
        }
        return views;
    }

    void bindAsPast(Map<String, DeviceTensor> inputs) {
        for (int layer = 0; layer < all.size() / PAIR; layer++) {
            inputs.put(DecoderNames.pastKey(layer), all.get(PAIR * layer));
            inputs.put(DecoderNames.pastValue(layer), all.get(PAIR * layer + 1));
        }
    }

    void bindAsPresent(Map<String, DeviceTensor> outputs) {
        for (int layer = 0; layer < all.size() / PAIR; layer++) {
            outputs.put(DecoderNames.presentKey(layer), all.get(PAIR * layer));
            outputs.put(DecoderNames.presentValue(layer), all.get(PAIR * layer + 1));
        }
    }

    @Override
    public void close() {
        all.forEach(DeviceTensor::close);
    }
}
