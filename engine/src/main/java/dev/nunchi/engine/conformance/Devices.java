package dev.nunchi.engine.conformance;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.ort.OrtRuntime;

/// The devices that cases can run on, by the names that people use.
public final class Devices {
    private static final String CPU = "cpu";

    private Devices() {}

    /// @param name `cpu`
    /// @return the caller's to close
    /// @throws DeviceException if this machine or this version has no such device
    public static InferenceRuntime open(String name) throws DeviceException {
        if (!name.equals(CPU)) {
            throw new DeviceException(name, "no such device; there is: " + CPU);
        }
        return OrtRuntime.cpu();
    }
}
