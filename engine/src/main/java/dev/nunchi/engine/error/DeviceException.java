package dev.nunchi.engine.error;

/// A device or its native library that failed: not there, out of memory, or lost.
///
/// The session that threw it must be closed; it can be opened again.
public final class DeviceException extends EngineException {
    private final String device;

    /// @param device the device as the user names it, e.g. `cpu`
    public DeviceException(String device, String problem, Throwable cause) {
        super(device + ": " + problem, cause);
        this.device = device;
    }

    public DeviceException(String device, String problem) {
        super(device + ": " + problem);
        this.device = device;
    }

    /// The device as the user names it.
    public String device() {
        return device;
    }
}
