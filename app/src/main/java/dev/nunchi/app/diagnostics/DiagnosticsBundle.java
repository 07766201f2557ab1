package dev.nunchi.app.diagnostics;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What a person can hand to somebody who helps them: a few texts that they can read first.
///
/// @param parts exactly what is written, in that order
public record DiagnosticsBundle(List<Part> parts) {
    /// One text.
    ///
    /// @param name of its file in the archive
    public record Part(String name, String text) {}

    public DiagnosticsBundle {
        parts = List.copyOf(parts);
    }

    /// Writes an archive in UTF-8; a file that is there gives way when the new one is whole.
    public void write(Path target) throws StorageException {
        Path part = Storage.partOf(target);
        try {
            try (var zip = new ZipOutputStream(Files.newOutputStream(part))) {
                for (var text : parts) {
                    zip.putNextEntry(new ZipEntry(text.name()));
                    zip.write(text.text().getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
            Storage.flush(part);
            Storage.publish(part, target);
        } catch (IOException e) {
            discard(part, e);
            throw StorageException.of(target, "writing the diagnostics", e);
        }
    }

    private static void discard(Path part, IOException problem) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
    }
}
