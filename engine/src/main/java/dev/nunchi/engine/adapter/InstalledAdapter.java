package dev.nunchi.engine.adapter;

import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;

/// An adapter that the library knows.
///
/// @param folder its files
/// @param bytes size of its files on disk
public record InstalledAdapter(AdapterInfo info, Path folder, long bytes) {
    /// Unique in the library, fit for a command line.
    public String name() {
        return info.name();
    }

    /// Reads its tensors into the heap.
    public Adapter read() throws EngineException {
        return AdapterFolder.read(folder);
    }
}
