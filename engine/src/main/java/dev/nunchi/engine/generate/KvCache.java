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

/// Keys and values of the tokens that a decoder has read: two `[1, G, M, E]` float32 a layer.
///
/// Owns its tensors. Confined to one thread at a time.
sealed interface KvCache extends AutoCloseable permits InPlaceKvCache, GrowingKvCache {
    /// An empty cache for a decoder that is used like this.
    static KvCache open(InferenceRuntime runtime, LanguageConfig config, Decoder.Use use)
            throws DeviceException {
        return switch (use.lowering()) {
            case FUSED -> new InPlaceKvCache(runtime, config, use.contextLength());
            case PLAIN -> new GrowingKvCache(runtime, config);
        };
    }

    /// Tokens in the cache: `P`.
    int length();

    /// Forgets all tokens but the first `length`.
    void truncate(int length) throws DeviceException;

    /// Makes room for `count` more tokens and adds the cache's tensors to a run's inputs and
    /// outputs.
    ///
    /// @throws DeviceException if the memory is not there; the cache may be empty then
    void bind(int count, Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException;

    /// Takes the tokens of the run that was bound last as read.
    void commit();

    @Override
    void close();

    /// The tensors of all layers: key and value of the first, of the second, and so on.
    ///
    /// @param capacity `M`
    record Tensors(List<DeviceTensor> all, int capacity) implements AutoCloseable {
        static Tensors allocate(InferenceRuntime runtime, LanguageConfig config, int capacity)
                throws DeviceException {
            var shape = Shape.of(1, config.numKvHeads(), capacity, config.headDim());
            var tensors = new Tensors(new ArrayList<>(), capacity);
            try {
                for (int i = 0; i < 2 * config.numLayers(); i++) {
                    tensors.all.add(runtime.allocate(DType.F32, shape));
                }
            } catch (DeviceException e) {
                tensors.close();
                throw e;
            }
            return tensors;
        }

        /// Copies the first `length` tokens of every head.
        private static void copy(DeviceTensor from, DeviceTensor to, int length)
                throws DeviceException {
            long row = DType.F32.bytesFor(from.shape().dim(3));
            var source = from.read();
            var target = to.read();
            for (long head = 0; head < from.shape().dim(1); head++) {
                MemorySegment.copy(
                        source.data(),
                        head * from.shape().dim(2) * row,
                        target.data(),
                        head * to.shape().dim(2) * row,
                        length * row);
            }
            to.write(target);
        }

        /// The first `length` tokens in tensors of another capacity. They are moved one tensor
        /// after another: both caches together would not fit a memory that holds either.
        ///
        /// @throws DeviceException if the memory is not there; then nothing is kept
        Tensors moved(InferenceRuntime runtime, int length, int newCapacity)
                throws DeviceException {
            var moved = new Tensors(new ArrayList<>(), newCapacity);
            try {
                for (var tensor : all) {
                    long heads = tensor.shape().dim(1);
                    var shape = Shape.of(1, heads, newCapacity, tensor.shape().dim(3));
                    var other = runtime.allocate(DType.F32, shape);
                    moved.all.add(other);
                    copy(tensor, other, length);
                    tensor.close();
                }
            } catch (DeviceException e) {
                moved.close();
                close();
                throw e;
            }
            return moved;
        }

        void bindAsPast(Map<String, DeviceTensor> inputs) {
            for (int layer = 0; layer < all.size() / 2; layer++) {
                inputs.put(DecoderNames.pastKey(layer), all.get(2 * layer));
                inputs.put(DecoderNames.pastValue(layer), all.get(2 * layer + 1));
            }
        }

        void bindAsPresent(Map<String, DeviceTensor> outputs) {
            for (int layer = 0; layer < all.size() / 2; layer++) {
                outputs.put(DecoderNames.presentKey(layer), all.get(2 * layer));
                outputs.put(DecoderNames.presentValue(layer), all.get(2 * layer + 1));
            }
        }

        @Override
        public void close() {
            all.forEach(DeviceTensor::close);
        }
    }
}
