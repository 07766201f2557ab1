package dev.nunchi.app.service;

import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.device.ThreadCalibration;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The computer that the program runs on.
///
/// @param folder for what is measured with; may be deleted at any time
public record LocalMachine(Path folder) implements Machine {
    @Override
    public int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public List<DeviceChoice> devices() {
        return Devices.list().stream()
                .map(status -> new DeviceChoice(status.device().toString(), status.missing()))
                .toList();
    }

    @Override
    public int measureThreads() throws EngineException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StorageException.of(folder, "creating the folder", e);
        }
        return ThreadCalibration.measure(folder);
    }
}
