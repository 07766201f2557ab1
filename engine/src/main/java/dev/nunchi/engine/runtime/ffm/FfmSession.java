package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// A model on a device; owns the native session and its binding.
///
/// Arrays of the device are bound where they lie, staged ones are copied by the library.
final class FfmSession implements Session {
    private static final String RUNNING = "running a model";

    private final OrtDevice device;
    private final OrtApi api;
    private final MemorySegment session;
    private final MemorySegment binding;
    private final Traffic.Counter traffic;
    private final Profiling profiling;
    private boolean closed;

    /// Whether the session writes a profile when it is closed.
    enum Profiling {
        OFF,
        ON
    }

    FfmSession(
            OrtDevice device, MemorySegment session, Traffic.Counter traffic, Profiling profiling)
            throws DeviceException {
        this.device = device;
        this.api = device.api();
        this.session = session;
        this.traffic = traffic;
        this.profiling = profiling;
        binding = device.make("opening a model", out -> api.createIoBinding.call(session, out));
    }

    @Override
    public synchronized void run(
            Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        try {
            bind(inputs, api.bindInput);
            bind(outputs, api.bindOutput);
            api.checkArguments(
                    device.device(),
                    RUNNING,
                    api.runWithBinding.call(session, MemorySegment.NULL, binding));
        } finally {
            api.clearBoundInputs.call(binding);
            api.clearBoundOutputs.call(binding);
        }
    }

    private void bind(Map<String, DeviceTensor> tensors, OrtApi.Pointers3 bind)
            throws DeviceException {
        for (var entry : tensors.entrySet()) {
            var tensor = nativeOf(entry.getKey(), entry.getValue());
            try (var arena = Arena.ofConfined()) {
                var name = arena.allocateFrom(entry.getKey());
                api.checkArguments(
                        device.device(), RUNNING, bind.call(binding, name, tensor.value()));
            }
            if (tensor instanceof StagedTensor) {
                traffic.addStaged(tensor.bytes());
            }
        }
    }

    private static FfmTensor nativeOf(String name, DeviceTensor tensor) {
        if (tensor instanceof FfmTensor known) {
            return known;
        }
        throw new IllegalArgumentException(name + " was allocated by another runtime");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        api.releaseIoBinding.call(binding);
        switch (profiling) {
            case OFF -> {}
            case ON -> endProfiling();
        }
        api.releaseSession.call(session);
    }

    /// The library writes the file and returns its name, in memory of its default allocator.
    private void endProfiling() {
        try {
            var allocator = device.make("profiling", api.getAllocatorWithDefaultOptions::call);
            var _ =
                    device.make(
                            "profiling",
                            out -> api.sessionEndProfiling.call(session, allocator, out));
        } catch (DeviceException e) {
            throw new IllegalStateException("the profile cannot be written", e);
        }
    }
}
