package dev.nunchi.app.service;

import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.InstructionWriter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.nio.file.Path;
import java.util.Optional;

/// Writes what was kept of one set. Memory: a page of rows.
public final class ReviewExport {
    private static final int PAGE = 500;

    private final ReviewStore store;
    private final ReviewSet set;

    ReviewExport(ReviewStore store, ReviewSet set) {
        this.store = store;
        this.set = set;
    }

    /// What became of an export. Only the first leaves a file behind.
    public sealed interface Result {
        record Written(Path file, int rows) implements Result {}

        /// Nothing was kept so far.
        record NothingKept() implements Result {}

        /// A file names its pictures below its own folder, and here some lie elsewhere.
        ///
        /// @param folder one from which all can be named
        record PicturesElsewhere(Path folder) implements Result {}

        record Cancelled() implements Result {}
    }

    /// Where the rows for training go if nobody chooses a place: beside the file that they are
    /// from, whose folder lies above the pictures.
    public static Path besideSource(ReviewSet set) {
        Path file = set.source().file();
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
        return file.resolveSibling(stem + ".accepted.jsonl");
    }

    Result write(Path file, Progress progress, CancelToken cancel)
            throws EngineException, StoreException {
        int total = store.countKept(set.id());
        if (total == 0) {
            return new Result.NothingKept();
        }
        int rows = 0;
        try (var writer = InstructionWriter.create(file)) {
            long after = 0;
            for (var page = store.kept(set.id(), after, PAGE);
                    !page.isEmpty();
                    page = store.kept(set.id(), after, PAGE)) {
                for (var kept : page) {
                    var row = ReviewLines.read(kept.line());
                    if (!InstructionWriter.canName(file, row.scene().picture())) {
                        return new Result.PicturesElsewhere(folderAboveAll());
                    }
                    writer.write(row);
                    rows++;
                }
                if (cancel.isCancelled()) {
                    return new Result.Cancelled();
                }
                progress.report(Stage.READING_DATA, rows, total);
                after = page.getLast().id();
            }
            writer.publish();
        }
        return new Result.Written(file, rows);
    }

    private Path folderAboveAll() {
        return Optional.ofNullable(set.source().file().getParent()).orElseThrow();
    }
}
