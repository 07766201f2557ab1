package dev.nunchi.app.teach;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Writes instruction rows; the file appears when it is whole and replaces another.
///
/// A name that ends in `.json` gets LLaVA's JSON list, every other one JSON lines. Pictures are
/// named relative to the file's folder, which has to lie above them: see [#canName]. Close without
/// [#publish] leaves what was there before.
public final class InstructionWriter implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final boolean list;
    private final BufferedWriter output;
    private long rows;

    private InstructionWriter(Path file, Path part, BufferedWriter output) {
        this.file = file;
        this.part = part;
        this.output = output;
        list = isList(file);
    }

    /// Begins a file.
    public static InstructionWriter create(Path file) throws StorageException {
        Path part = Storage.partOf(file);
        try {
            return new InstructionWriter(
                    file, part, Files.newBufferedWriter(part, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    /// Whether a file can name a picture: the picture lies below the file's folder.
    public static boolean canName(Path file, Path picture) {
        return picture.startsWith(folder(file));
    }

    /// A picture's name in a file that [can name][#canName] it, with `/` on every system.
    public static String name(Path file, Path picture) {
        return folder(file).relativize(picture).toString().replace('\\', '/');
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling("").normalize();
    }

    private static boolean isList(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /// Adds a row, whose picture the file can name.
    public void write(InstructionRow row) throws StorageException {
        line(RowJson.line(row, name(file, row.scene().picture())));
    }

    /// Adds a row that is a line already.
    void line(String json) throws StorageException {
        try {
            if (list) {
                output.write(rows == 0 ? "[\n" : ",\n");
                output.write(json);
            } else {
                output.write(json);
                output.write('\n');
            }
            rows++;
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    /// Puts the whole file in place. Nothing is written after this.
    public void publish() throws StorageException {
        try {
            if (list) {
                output.write(rows == 0 ? "[]\n" : "\n]\n");
            }
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
