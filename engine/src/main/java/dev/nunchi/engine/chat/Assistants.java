package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Progress;

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
        return open(model, OpenOptions.of(cacheFolder), progress);
    }

    /// Opens a model with adapters or on another device.
    ///
    /// @throws EngineException as above; if an adapter is of another model; and if this machine has
    ///   no such device
    public static Assistant open(InstalledModel model, OpenOptions options, Progress progress)
            throws EngineException {
        return new LocalAssistant(LocalModel.open(model, options, progress));
    }
}
