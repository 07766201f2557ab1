package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Optional;

/// ONNX Runtime on a device with a memory of its own.
///
/// Every node of a model runs on the device or the model is refused: a node elsewhere would carry
/// its arrays across the bus at every token. ONNX Runtime must have been loaded before.
public final class FfmRuntime implements InferenceRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(FfmRuntime.class);

    private final OrtDevice device;
    private final String version;
    private final Transfers transfers;
    private final Optional<Path> profiles;
    private volatile boolean closed;

    private FfmRuntime(
            OrtDevice device, String version, Transfers transfers, Optional<Path> profiles) {
        this.device = device;
        this.version = version;
        this.transfers = transfers;
        this.profiles = profiles;
    }

    /// @param version what [InferenceRuntime#version] says
    /// @throws DeviceException if the library has no driver for it, or no card is there
    public static FfmRuntime open(Device device, String version) throws DeviceException {
        return open(device, version, Optional.empty());
    }

    /// Writes a profile for every session when it is closed: which provider ran which node, and
    /// when.
    ///
    /// @param prefix of the files' paths
    public static FfmRuntime profiled(Device device, String version, Path prefix)
            throws DeviceException {
        return open(device, version, Optional.of(prefix));
    }

    private static FfmRuntime open(Device device, String version, Optional<Path> profiles)
            throws DeviceException {
        String name = device.toString();
        if (device.kind() == Device.Kind.WEBGPU && device.index() > 0) {
            throw new DeviceException(name, "WebGPU chooses the graphics card itself");
        }
        var provider =
                Provider.of(device.kind())
                        .orElseThrow(() -> new DeviceException(name, "not driven by this version"));
        var api =
                OrtApi.ofLoadedLibrary()
                        .orElseThrow(() -> new DeviceException(name, "ONNX Runtime is too old"));
        var opened = new OrtDevice(device, api, provider);
        return new FfmRuntime(opened, version, Transfers.open(opened), profiles);
    }

    @Override
    public String device() {
        return device.device().toString();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Session open(Path model, Threads threads) throws DeviceException {
        requireOpen();
        var session = device.openSession(model, profiles);
        var profiling = profiles.isPresent() ? FfmSession.Profiling.ON : FfmSession.Profiling.OFF;
        return new FfmSession(device, session, transfers.traffic(), profiling);
    }

    @Override
    public DeviceTensor allocate(DType dtype, Shape shape) throws DeviceException {
        requireOpen();
        return transfers.allocate(dtype, shape);
    }

    @Override
    public DeviceTensor stage(DType dtype, Shape shape) throws DeviceException {
        requireOpen();
        return StagedTensor.allocate(device, dtype, shape);
    }

    /// What has crossed the bus so far.
    public Traffic traffic() {
        return transfers.traffic().now();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the runtime is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        LOG.debug("{} carried {}", device(), traffic());
    }
}
