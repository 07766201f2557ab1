package dev.nunchi.app.teach;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// The rows of a generation that is not finished, as JSON lines in `NAME.unfinished`, the first of
/// which says what they belong to. Each row is in the file before the next one is written: a kill
/// costs at most the line that it tears.
///
/// Rows of another teacher, language or seed are set aside in `NAME.unfinished.old`.
final class RowJournal implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SUFFIX = ".unfinished";

    private final Path out;
    private final Path file;
    private final Set<String> ids = new HashSet<>();
    private final BufferedWriter output;

    private RowJournal(Path out, Path file, BufferedWriter output) {
        this.out = out;
        this.file = file;
        this.output = output;
    }

    /// What rows of one file have in common.
    record Header(String teacher, TeachingLanguage language, long seed) {
        String line() {
            var json = JSON.createObjectNode();
            json.putObject("generation")
                    .put("teacher", teacher)
                    .put("language", language.word())
                    .put("seed", seed);
            return JSON.writeValueAsString(json);
        }
    }

    /// Opens the journal of a file, with the rows of earlier runs.
    ///
    /// @throws DataException if a line in the middle is damaged
    static RowJournal open(Path out, Header header) throws EngineException {
        Path file = out.resolveSibling(out.getFileName() + SUFFIX);
        try {
            boolean old = Files.isRegularFile(file) && isOf(file, header);
            if (!old && Files.isRegularFile(file)) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".old"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (old) {
                cutTornLine(file);
            }
            var journal =
                    new RowJournal(
                            out,
                            file,
                            Files.newBufferedWriter(
                                    file,
                                    StandardCharsets.UTF_8,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.APPEND));
            if (old) {
                journal.readIds();
            } else {
                journal.line(header.line());
            }
            return journal;
        } catch (IOException e) {
            throw StorageException.of(file, "opening the unfinished rows", e);
        }
    }

    private static boolean isOf(Path file, Header header) throws IOException {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return header.line().equals(lines.readLine());
        }
    }

    /// A kill may have left half a line at the end, which is written again.
    private static void cutTornLine(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    break;
                }
                end--;
            }
            bytes.setLength(end);
        }
    }

    private void readIds() throws IOException, DataException {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            skipHeader(lines);
            long number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                ids.add(id(line, number));
            }
        }
    }

    private String id(String line, long number) throws DataException {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new DataException(
                    String.valueOf(file.getFileName()), number, e.getOriginalMessage());
        }
        return node.path("id").asString("");
    }

    /// The ids of rows that are written.
    Set<String> ids() {
        return ids;
    }

    void append(InstructionRow row) throws StorageException {
        try {
            line(RowJson.line(row, InstructionWriter.name(out, row.scene().picture())));
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
        ids.add(row.id());
    }

    private void line(String json) throws IOException {
        output.write(json);
        output.write('\n');
        output.flush();
    }

    /// What becomes of the journal when its rows are in place.
    enum Then {
        /// More rows are to come.
        KEEP,
        DELETE
    }

    /// Puts the whole file in place.
    void publish(Then then) throws StorageException {
        try (var writer = InstructionWriter.create(out);
                var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            skipHeader(lines);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.line(line);
            }
            writer.publish();
            if (then == Then.DELETE) {
                output.close();
                Storage.delete(file);
            }
        } catch (IOException e) {
            throw StorageException.of(file, "putting the rows in place", e);
        }
    }

    private static void skipHeader(BufferedReader lines) throws IOException {
        lines.readLine();
    }

    @Override
    public void close() throws StorageException {
        try {
            output.close();
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }
}
