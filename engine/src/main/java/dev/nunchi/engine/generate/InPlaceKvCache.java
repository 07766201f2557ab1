package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;

import java.util.Map;

/// A cache that GroupQueryAttention appends to where it lies: the same tensors are past and
/// present.
///
/// Begins small and doubles, up to the context's length: the attention's scratch grows with the
/// room, and a long context's room is gigabytes.
final class InPlaceKvCache implements KvCache {
    private static final int FIRST_CAPACITY = 256;

    private final InferenceRuntime runtime;
    private final LanguageConfig config;
    private final int contextLength;
    private Tensors tensors;
    private int length;
    private int bound; // tokens of the run that was bound last

    /// @param contextLength most tokens
    InPlaceKvCache(InferenceRuntime runtime, LanguageConfig config, int contextLength)
            throws DeviceException {
        this.runtime = runtime;
        this.config = config;
        this.contextLength = contextLength;
        this.tensors = Tensors.allocate(runtime, config, capacity(1));
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void truncate(int newLength) {
        length = newLength;
    }

    @Override
    public void bind(int count, Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        if (length + count > tensors.capacity()) {
            grow(capacity(length + count));
        }
        bound = count;
        tensors.bindAsPast(inputs);
        tensors.bindAsPresent(outputs);
    }

    private void grow(int capacity) throws DeviceException {
        try {
            tensors = tensors.moved(runtime, length, capacity);
        } catch (DeviceException e) {
            length = 0;
            tensors = Tensors.allocate(runtime, config, capacity(1));
            throw e;
        }
    }

    private int capacity(int needed) {
        int capacity = FIRST_CAPACITY;
        while (capacity < needed) {
            capacity *= 2;
        }
        return Math.min(capacity, contextLength);
    }

    @Override
    public void commit() {
        length += bound;
        bound = 0;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
