package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowSource.Row;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Opens what people have to learn from.
public final class Datasets {
    private static final long ROWS_A_REPORT = 200;
    private static final String CAPTIONS = "captions.jsonl";

    private Datasets() {}

    /// Reads with [DataOptions#defaults].
    public static Dataset read(Path fileOrFolder, Progress progress, CancelToken cancel)
            throws EngineException {
        return read(fileOrFolder, DataOptions.defaults(), progress, cancel);
    }

    /// Reads and checks all rows; which layout they have is told by what is in the file.
    ///
    /// @return when cancelled, of the rows so far
    /// @throws EngineException if the file cannot be read or is of no known layout; a row that is
    ///   wrong is a [RowProblem]
    public static Dataset read(
            Path fileOrFolder, DataOptions options, Progress progress, CancelToken cancel)
            throws EngineException {
        Path path = fileOrFolder.toAbsolutePath().normalize();
        Path file = Files.isDirectory(path) ? path.resolve(CAPTIONS) : path;
        var builder = new DatasetBuilder();
        builder.startFile(file);
        var captions = new CaptionRows(options);
        var pictures =
                new PictureFinder(
                        List.of(
                                options.pictures()
                                        .orElseGet(() -> file.resolveSibling("").normalize())));
        try (var input = Files.newInputStream(file)) {
            long bytes = Files.size(file);
            var rows = new JsonRows(input, JsonRows.Layout.LINES);
            for (var row = rows.next(); row.isPresent(); row = rows.next()) {
                if (cancel.isCancelled()) {
                    break;
                }
                read(row.get(), captions, pictures, builder);
                if (row.get().number() % ROWS_A_REPORT == 0) {
                    progress.report(Stage.READING_DATA, rows.position(), bytes);
                }
            }
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
        return builder.build();
    }

    private static void read(
            Row row, CaptionRows captions, PictureFinder pictures, DatasetBuilder builder) {
        switch (row) {
            case Row.Refused refused ->
                    builder.problem(refused.number(), refused.reason(), refused.detail());
            case Row.Text text -> {
                try {
                    captions.read(JsonRow.parse(text.bytes()), text.number(), pictures)
                            .forEach(sample -> builder.add(text.number(), sample));
                } catch (RefusedRowException e) {
                    builder.problem(text.number(), e);
                }
            }
        }
    }
}
