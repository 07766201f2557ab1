package dev.nunchi.app.service;

import dev.nunchi.engine.error.EngineException;

import java.util.List;
import java.util.Optional;

/// What this computer can compute with.
public interface Machine {
    /// A device as a person may choose it.
    ///
    /// @param name as settings keep it, e.g. `webgpu`
    /// @param missing in plain English why it cannot be used; empty if it can
    record DeviceChoice(String name, Optional<String> missing) {}

    /// Processors that programs may use.
    int cores();

    /// One entry a kind of device, the processor first. Opens each to see: takes a moment.
    List<DeviceChoice> devices();

    /// Finds with how many threads models answer fastest: takes about a second.
    ///
    /// @return `1..cores`
    int measureThreads() throws EngineException;
}
