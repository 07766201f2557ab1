package dev.nunchi.app.teach;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.TextFileWriter;

import java.nio.file.Path;
import java.util.Locale;

/// Writes instruction rows; the file appears when it is whole and replaces another.
///
/// A name that ends in `.json` gets LLaVA's JSON list, every other one JSON lines. Pictures are
/// named relative to the file's folder, which has to lie above them: see [#canName]. Close without
/// [#publish] leaves what was there before.
public final class InstructionWriter implements AutoCloseable {
    private final Path file;
    private final boolean list;
    private final TextFileWriter output;
    private long rows;

    private InstructionWriter(Path file, TextFileWriter output) {
        this.file = file;
        this.output = output;
        list = isList(file);
    }

    /// Begins a file.
    public static InstructionWriter create(Path file) throws StorageException {
        return new InstructionWriter(file, TextFileWriter.create(file));
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
        if (list) {
            output.write(rows == 0 ? "[\n" : ",\n");
            output.write(json);
        } else {
            output.write(json);
            output.write("\n");
        }
        rows++;
    }

    /// Puts the whole file in place. Nothing is written after this.
    public void publish() throws StorageException {
        if (list) {
            output.write(rows == 0 ? "[]\n" : "\n]\n");
        }
        output.publish();
    }

    @Override
    public void close() throws StorageException {
        output.close();
    }
}
