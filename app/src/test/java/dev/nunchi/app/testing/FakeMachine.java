package dev.nunchi.app.testing;

import dev.nunchi.app.service.Machine;

import java.util.List;
import java.util.Optional;

/// A computer of eight cores, best with four threads, without a graphics card.
public final class FakeMachine implements Machine {
    private int measurements;

    @Override
    public int cores() {
        return 8;
    }

    @Override
    public List<DeviceChoice> devices() {
        return List.of(
                new DeviceChoice("cpu", Optional.empty()),
                new DeviceChoice("webgpu", Optional.of("no driver")));
    }

    @Override
    public int measureThreads() {
        measurements++;
        return 4;
    }

    /// How often it was measured.
    public int measurements() {
        return measurements;
    }
}
