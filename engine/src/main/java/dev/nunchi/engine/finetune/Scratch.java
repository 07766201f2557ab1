package dev.nunchi.engine.finetune;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder of the system's for kilobytes of compiled graphs; deleted when closed.
record Scratch(Path folder) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    static Scratch make() throws StorageException {
        try {
            return new Scratch(Files.createTempDirectory("nunchi-training"));
        } catch (IOException e) {
            throw StorageException.of(
                    Path.of(System.getProperty("java.io.tmpdir")), "making a folder", e);
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
