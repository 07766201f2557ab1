package dev.nunchi.engine.device;

import dev.nunchi.engine.runtime.Device;

import java.util.Optional;

/// A kind of device and whether this machine has one.
///
/// @param library what drives it, empty if nothing does
/// @param missing in plain words why it cannot be used; empty if it can
/// @param reason the kind of what is missing
public record DeviceStatus(
        Device device,
        Optional<String> library,
        Optional<String> missing,
        Optional<Reason> reason) {
    /// Why a device cannot be used.
    public enum Reason {
        /// The library that is loaded does not know it.
        NO_DRIVER,
        /// This version does not use it.
        NOT_DRIVEN,
        /// It was asked and refused.
        FAILED
    }

    public boolean isThere() {
        return missing.isEmpty();
    }
}
