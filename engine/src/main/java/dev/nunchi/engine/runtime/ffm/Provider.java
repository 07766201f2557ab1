package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.runtime.Device;

import java.util.Optional;

/// What ONNX Runtime calls the driver of a kind of device.
///
/// @param name of the execution provider, as sessions are told it
/// @param memory of the device's allocator
record Provider(String name, String memory) {
    static final Provider WEBGPU = new Provider("WebGPU", "WebGPU_Buffer");
    static final Provider DIRECTML = new Provider("DML", "DML");

    /// @return empty if the kind needs no driver or has none that is driven this way
    static Optional<Provider> of(Device.Kind kind) {
        return switch (kind) {
            case WEBGPU -> Optional.of(WEBGPU);
            case DIRECTML -> Optional.of(DIRECTML);
            case CPU, CUDA -> Optional.empty();
        };
    }
}
