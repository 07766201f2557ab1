package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// A cache that every run writes anew, one longer: what the plain form computes.
final class GrowingKvCache implements KvCache {
    private final InferenceRuntime runtime;
    private final LanguageConfig config;
    private Tensors past;

    /// What the run that was bound last writes.
    private @Nullable Tensors present;

    GrowingKvCache(InferenceRuntime runtime, LanguageConfig config) throws DeviceException {
        this.runtime = runtime;
        this.config = config;
        this.past = Tensors.allocate(runtime, config, 0);
    }

    @Override
    public int length() {
        return past.capacity();
    }

    @Override
    public void truncate(int length) throws DeviceException {
        if (length < past.capacity()) {
            past = past.moved(runtime, length, length);
        }
    }

    @Override
    public void bind(int count, Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        dropPresent();
        present = Tensors.allocate(runtime, config, past.capacity() + count);
        past.bindAsPast(inputs);
        present.bindAsPresent(outputs);
    }

    @Override
    public void commit() {
        if (present == null) {
            throw new IllegalStateException("no run is bound");
        }
        past.close();
        past = present;
        present = null;
    }

    @Override
    public void close() {
        dropPresent();
        past.close();
    }

    /// A run that failed leaves a present that nobody took.
    private void dropPresent() {
        if (present != null) {
            present.close();
            present = null;
        }
    }
}
