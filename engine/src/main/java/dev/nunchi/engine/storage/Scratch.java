package dev.nunchi.engine.storage;

import dev.nunchi.engine.error.StorageException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder for compiled graphs that nobody needs later; deleted when closed.
public record Scratch(Path folder) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    /// In the system's folder for such files, which may be small: for kilobytes to megabytes.
    public static Scratch make(String prefix) throws StorageException {
        try {
            return new Scratch(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw StorageException.of(
                    Path.of(System.getProperty("java.io.tmpdir")), "making a folder", e);
        }
    }

    /// For files of any size.
    ///
    /// @param parent made if it is not there
    public static Scratch make(Path parent, String prefix) throws StorageException {
        Storage.createFolder(parent);
        try {
            return new Scratch(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw StorageException.of(parent, "making a folder", e);
        }
    }

    @Override
    public void close() {
        try {
            Storage.delete(folder);
        } catch (IOException e) {
            LOG.warn("a folder of compiled graphs stays behind", e);
        }
    }
}
