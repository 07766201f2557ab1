package dev.nunchi.engine.storage;

import dev.nunchi.engine.error.StorageException;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a text in UTF-8 piece by piece; the file appears when it is whole and replaces another.
///
/// Close without [#publish] leaves what was there before. Confined to one thread.
public final class TextFileWriter implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final BufferedWriter output;

    private TextFileWriter(Path file, Path part, BufferedWriter output) {
        this.file = file;
        this.part = part;
        this.output = output;
    }

    /// Begins a file.
    public static TextFileWriter create(Path file) throws StorageException {
        Path part = Storage.partOf(file);
        try {
            return new TextFileWriter(
                    file, part, Files.newBufferedWriter(part, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    /// Adds to the text.
    public void write(String text) throws StorageException {
        try {
            output.write(text);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    /// Puts the whole file in place. Nothing is written after this.
    public void publish() throws StorageException {
        try {
            output.close();
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            output.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }
}
