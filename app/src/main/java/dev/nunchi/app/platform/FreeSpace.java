package dev.nunchi.app.platform;

import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much room a disk has left.
public final class FreeSpace {
    private FreeSpace() {}

    /// Bytes that may be written at `place`, which need not exist yet.
    public static long at(Path place) throws StorageException {
        Path existing = place.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw StorageException.of(place, "asking for free space", e);
        }
    }
}
