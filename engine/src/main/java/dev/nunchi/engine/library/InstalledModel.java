package dev.nunchi.engine.library;

import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;
import java.util.Optional;

/// A checkpoint that the library knows.
///
/// @param name unique in the library, fit for a command line, e.g. `nunchi-default`
/// @param folder its files
/// @param origin whether it came with the program
/// @param bytes size of its files on disk
/// @param memory that its weights take when it is open: formats without a fast form of their own
///   run in a wider one
/// @param architecture what it is made of
/// @param packed how its weights were packed at import; empty if they are as they came
/// @param own what it has learnt itself, with which it answers; empty if it has not, or if that is
///   damaged, which opening the model tells
public record InstalledModel(
        String name,
        Path folder,
        Origin origin,
        long bytes,
        long memory,
        Architecture architecture,
        Optional<PackedWeights> packed,
        Optional<AdapterInfo> own) {
    public enum Origin {
        BUNDLED,
        IMPORTED
    }

    /// A model whose weights are as they came, and that has learnt nothing itself.
    public InstalledModel(
            String name, Path folder, Origin origin, long bytes, String architecture) {
        this(
                name,
                folder,
                origin,
                bytes,
                bytes,
                Architecture.parse(architecture),
                Optional.empty(),
                Optional.empty());
    }

    public InstalledModel withPacked(PackedWeights weights) {
        return new InstalledModel(
                name, folder, origin, bytes, memory, architecture, Optional.of(weights), own);
    }

    /// Opens its files; the caller closes them.
    public Checkpoint open() throws EngineException {
        return Checkpoint.open(folder);
    }
}
