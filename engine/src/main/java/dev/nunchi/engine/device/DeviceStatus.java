package dev.nunchi.engine.device;

import dev.nunchi.engine.runtime.Device;

import java.util.Optional;

/// A kind of device and whether this machine has one.
///
/// @param library what drives it, empty if nothing does
/// @param missing in plain words why it cannot be used; empty if it can
public record DeviceStatus(Device device, Optional<String> library, Optional<String> missing) {
    public boolean isThere() {
        return missing.isEmpty();
    }
}
