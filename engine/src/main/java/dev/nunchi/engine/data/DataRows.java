package dev.nunchi.engine.data;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Hands out the rows of JSON files one by one, for those who need fields that are not learnt from.
///
/// [Datasets] reads the same rows for training, and all other layouts; it also looks for rows that
/// stand twice. Memory: one row.
public final class DataRows {
    private DataRows() {}

    /// Takes rows.
    ///
    /// @param <X> what it may fail with
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        void take(DataRow row) throws X;
    }

    /// Whether a file holds rows of JSON: a list or lines. COCO's files and tables do not.
    public static boolean matches(Path file) throws StorageException {
        return DataLayout.of(file).flatMap(DataRows::jsonLayout).isPresent();
    }

    /// Hands out all rows, those with problems too, in the order of the file.
    ///
    /// @throws DataException if the file holds no rows of JSON
    public static <X extends Exception> void read(
            Path file, DataOptions options, Watch watch, Sink<X> sink) throws EngineException, X {
        var layout =
                DataLayout.of(file)
                        .flatMap(DataRows::jsonLayout)
                        .orElseThrow(() ->
                                new DataException(
                                        String.valueOf(file.getFileName()),
                                        0,
                                        "holds neither a JSON list nor JSON lines"));
        var reader = new DataReader(options).rows(file);
        try (var input = Files.newInputStream(file)) {
            var goes = new ReadingWatch(watch.progress(), watch.cancel(), 0, Files.size(file));
            var rows = new JsonRows(input, layout);
            for (var row = rows.next(); row.isPresent(); row = rows.next()) {
                sink.take(reader.row(file, row.get()));
                if (!goes.goesOn(row.get().number(), rows.position())) {
                    return;
                }
            }
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    /// The picture that a data file means by a name, looked for where reading looks for it.
    ///
    /// @return an absolute path; empty if no picture that can be decoded is there
    public static Optional<Path> picture(Path file, DataOptions options, String name) {
        try {
            return Optional.of(new DataReader(options).pictures(file).find(name));
        } catch (RefusedRowException _) {
            return Optional.empty();
        }
    }

    /// Who watches the reading.
    public record Watch(Progress progress, CancelToken cancel) {
        /// Nobody.
        public static Watch none() {
            return new Watch(Progress.NONE, CancelToken.none());
        }
    }

    private static Optional<JsonRows.Layout> jsonLayout(DataLayout layout) {
        return switch (layout) {
            case LIST -> Optional.of(JsonRows.Layout.LIST);
            case LINES -> Optional.of(JsonRows.Layout.LINES);
            case COCO, TABLE -> Optional.empty();
        };
    }
}
