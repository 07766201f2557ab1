package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// A cache of one row that every run writes anew, one longer: what the plain form computes.
final class GrowingKvCache implements KvCache {
    private final InferenceRuntime runtime;
    private final LanguageConfig config;
    private KvTensors past;

    /// What the run that was bound last writes.
    private @Nullable KvTensors present;

    GrowingKvCache(InferenceRuntime runtime, LanguageConfig config) throws DeviceException {
        this.runtime = runtime;
        this.config = config;
        this.past = KvTensors.allocate(runtime, config, 0);
    }

    @Override
    public int length(int row) {
        requireFirst(row);
        return past.capacity();
    }

    @Override
    public void truncate(int row, int length) throws DeviceException {
        requireFirst(row);
        try {
            past.resize(runtime, 1, length, length);
        } catch (DeviceException e) {
            past.close();
            past = KvTensors.allocate(runtime, config, 0);
            throw e;
        }
    }

    @Override
    public void bind(
            Rows rows,
            int count,
            Map<String, DeviceTensor> inputs,
            Map<String, DeviceTensor> outputs)
            throws DeviceException {
        requireFirst(rows.end() - 1);
        dropPresent();
        present = KvTensors.allocate(runtime, config, past.capacity() + count);
        past.bindAsPast(inputs);
        present.bindAsPresent(outputs);
    }

    private static void requireFirst(int row) {
        if (row != 0) {
            throw new IllegalArgumentException("the plain form reads one sequence");
        }
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
