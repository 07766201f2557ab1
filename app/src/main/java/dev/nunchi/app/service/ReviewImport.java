package dev.nunchi.app.service;

import dev.nunchi.app.curate.AutoCuration;
import dev.nunchi.app.curate.Checks;
import dev.nunchi.app.curate.SetChecks;
import dev.nunchi.app.store.NewReviewRow;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.InstructionRows;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes the rows of one file into the store. Memory: a batch of rows.
public final class ReviewImport {
    /// Rows of one transaction.
    private static final int BATCH = 500;

    /// Rows after which the review can begin.
    private static final int FIRST_BATCH = 20;

    private static final int MOST_PROBLEMS = 100;

    private final ReviewStore store;
    private final Checks checks;

    ReviewImport(ReviewStore store, Checks checks) {
        this.store = store;
        this.checks = checks;
    }

    /// A set that can be reviewed.
    ///
    /// @param leftOut rows that cannot be, or look unusual: the first hundred
    public record Done(ReviewSet set, List<RowProblem> leftOut) {
        public Done {
            leftOut = List.copyOf(leftOut);
        }
    }

    /// @param file absolute
    /// @param begun is told, on this thread, as soon as there is something to review
    /// @return empty if cancelled
    Optional<Done> open(Path file, DataRows.Watch watch, Consumer<ReviewSet> begun)
            throws EngineException, StoreException {
        var source = source(file);
        var known = store.sets().stream().filter(set -> set.source().equals(source)).findFirst();
        if (known.isPresent()) {
            return Optional.of(new Done(known.get(), List.of()));
        }
        var set = store.begin(String.valueOf(file.getFileName()), source);
        boolean kept = false;
        try {
            var taker = new Taker(set, begun);
            if (set.rows() > 0) {
                begun.accept(set);
            }
            InstructionRows.read(file, watch, taker);
            taker.flush();
            if (watch.cancel().isCancelled()) {
                return Optional.empty();
            }
            if (taker.rows == 0) {
                throw new DataException(
                        String.valueOf(file.getFileName()),
                        0,
                        "holds no conversation about a picture that can be found");
            }
            kept = true;
            return Optional.of(new Done(store.complete(set.id()), taker.problems));
        } finally {
            if (!kept) {
                store.abandon(set.id());
            }
        }
    }

    private static ReviewSet.Source source(Path file) throws StorageException {
        try {
            var changed = Files.getLastModifiedTime(file).toInstant();
            return new ReviewSet.Source(
                    file, Files.size(file), changed.truncatedTo(ChronoUnit.MILLIS));
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private final class Taker implements InstructionRows.Sink<StoreException> {
        private final ReviewSet set;
        private final Consumer<ReviewSet> begun;
        private final List<NewReviewRow> batch = new ArrayList<>();
        private final List<RowProblem> problems = new ArrayList<>();
        private final SetChecks inSet = new SetChecks(checks, AutoCuration.USUAL_SCORE);
        private int rows;

        Taker(ReviewSet set, Consumer<ReviewSet> begun) {
            this.set = set;
            this.begun = begun;
        }

        @Override
        public void row(InstructionRow row) throws StoreException {
            // Also of rows that are there from before: later ones may say the same.
            var findings = inSet.check(row).findings();
            rows++;
            if (rows <= set.rows()) {
                return;
            }
            batch.add(ReviewLines.of(row, findings));
            boolean first = set.rows() == 0 && rows == FIRST_BATCH;
            if (first || batch.size() == BATCH) {
                flush();
            }
            if (first) {
                begun.accept(set);
            }
        }

        @Override
        public void problem(RowProblem problem) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem);
            }
        }

        void flush() throws StoreException {
            store.add(set.id(), batch);
            batch.clear();
        }
    }
}
