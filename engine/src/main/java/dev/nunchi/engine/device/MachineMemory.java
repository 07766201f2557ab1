package dev.nunchi.engine.device;

/// The memory of this machine, in bytes.
///
/// @param installed that it has
/// @param free that this process could still take
public record MachineMemory(long installed, long free) {
    public static MachineMemory now() {
        return new MachineMemory(ProcessMemory.installed(), ProcessMemory.free());
    }

    /// As it will be when something has been given back.
    public MachineMemory with(long givenBack) {
        return new MachineMemory(installed, Math.min(installed, free + givenBack));
    }
}
