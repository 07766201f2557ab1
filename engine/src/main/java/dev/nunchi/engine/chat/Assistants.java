package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Device;

import java.nio.file.Path;

/// Opens models of the library.
public final class Assistants {
    private Assistants() {}

    /// Opens a model on the CPU, compiling it first if the cache does not hold it.
    ///
    /// @param cacheFolder where compiled models are kept; may be deleted at any time
    /// @return the caller closes it
    /// @throws EngineException if the model is damaged or not supported, the disk is full, or the
    ///   device failed
    public static Assistant open(InstalledModel model, Path cacheFolder, Progress progress)
            throws EngineException {
        return open(model, Device.CPU, cacheFolder, progress);
    }

    /// Opens a model on a device.
    ///
    /// @throws EngineException as above, and if this machine has no such device
    public static Assistant open(
            InstalledModel model, Device device, Path cacheFolder, Progress progress)
            throws EngineException {
        return new LocalAssistant(LocalModel.open(model, device, cacheFolder, progress));
    }
}
