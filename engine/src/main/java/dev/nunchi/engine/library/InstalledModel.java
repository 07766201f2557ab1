package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;

/// A checkpoint that the library knows.
///
/// @param name unique in the library, fit for a command line, e.g. `nunchi-default`
/// @param folder its files
/// @param origin whether it came with the program
/// @param bytes size of its files on disk
/// @param architecture for people, e.g. `EfficientNet-Lite0 + Llama, 30 layers`
public record InstalledModel(
        String name, Path folder, Origin origin, long bytes, String architecture) {
    public enum Origin {
        BUNDLED,
        IMPORTED
    }

    /// Opens its files; the caller closes them.
    public Checkpoint open() throws EngineException {
        return Checkpoint.open(ModelFolder.checkpoint(folder));
    }
}
