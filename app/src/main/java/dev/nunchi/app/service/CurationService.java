package dev.nunchi.app.service;

import dev.nunchi.app.curate.Checks;
import dev.nunchi.app.store.ReviewDecision;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewRow;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewStatistics;
import dev.nunchi.app.store.ReviewStore;
import dev.nunchi.app.store.ReviewStore.Undone;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reviews instruction rows: takes files in, hands out rows, keeps decisions, writes what was kept.
///
/// Thread-safe; every method may wait for the disk. The database is opened at the first use.
public final class CurationService implements AutoCloseable {
    private final Opener opener;
    private final Checks checks = Checks.of(Optional.empty());
    private Optional<ReviewStore> opened = Optional.empty();

    /// Opens the database.
    @FunctionalInterface
    public interface Opener {
        ReviewStore open() throws StoreException;
    }

    public CurationService(Opener opener) {
        this.opener = opener;
    }

    private synchronized ReviewStore store() throws StoreException {
        if (opened.isEmpty()) {
            opened = Optional.of(opener.open());
        }
        return opened.get();
    }

    /// A set with what one reviewer has made of it.
    public record Progressed(ReviewSet set, ReviewTally tally) {}

    /// What was imported before, the last first.
    public List<Progressed> sets(String reviewer) throws StoreException {
        var store = store();
        var list = new ArrayList<Progressed>();
        for (var set : store.sets()) {
            list.add(new Progressed(set, store.tally(new ReviewDesk(set.id(), reviewer))));
        }
        return list;
    }

    /// Reads, checks and keeps the rows of a file. A file that was imported before and has not
    /// changed since is not read again: its decisions are still there.
    ///
    /// @param watch hears bytes; when cancelled, nothing is kept, or, if somebody has decided on a
    ///   row, what is there until the file is opened again
    /// @param begun is told, on this thread, when the first rows of a new set can be reviewed
    /// @return empty if cancelled
    /// @throws EngineException if the file cannot be read or has no row that can be reviewed
    public Optional<ReviewImport.Done> open(
            Path file, DataRows.Watch watch, Consumer<ReviewSet> begun)
            throws EngineException, StoreException {
        return new ReviewImport(store(), checks)
                .open(file.toAbsolutePath().normalize(), watch, begun);
    }

    public void remove(long set) throws StoreException {
        store().remove(set);
    }

    /// The first row after another one that passes the filter.
    ///
    /// @param after id of a row; 0 for the beginning
    public Optional<CurationRow> next(ReviewDesk desk, ReviewFilter filter, long after)
            throws StoreException {
        return store().next(desk, filter, after).map(this::row);
    }

    /// The last row before another one that passes the filter.
    public Optional<CurationRow> previous(ReviewDesk desk, ReviewFilter filter, long before)
            throws StoreException {
        return store().previous(desk, filter, before).map(this::row);
    }

    public Optional<CurationRow> row(ReviewDesk desk, long id) throws StoreException {
        return store().row(desk, id).map(this::row);
    }

    private CurationRow row(ReviewRow row) {
        var original = ReviewLines.read(row.line());
        var current = row.edited().map(ReviewLines::read).orElse(original);
        return new CurationRow(
                row.id(),
                row.number(),
                original,
                current,
                row.verdict(),
                row.edited().isPresent() ? checks.check(current) : row.findings());
    }

    /// How many rows pass.
    public int count(ReviewDesk desk, ReviewFilter filter) throws StoreException {
        return store().count(desk, filter);
    }

    public ReviewTally tally(ReviewDesk desk) throws StoreException {
        return store().tally(desk);
    }

    /// Keeps a row as it is now.
    public void accept(ReviewDesk desk, long row) throws StoreException {
        store().decide(desk, row, new ReviewDecision.Accept());
    }

    /// Leaves a row out.
    public void reject(ReviewDesk desk, long row) throws StoreException {
        store().decide(desk, row, new ReviewDecision.Reject());
    }

    /// Keeps a row with other words; with its first words, as it was imported.
    ///
    /// @param turns with the roles that the row has
    public void edit(ReviewDesk desk, CurationRow row, List<SampleTurn> turns)
            throws StoreException {
        var roles = turns.stream().map(SampleTurn::role).toList();
        if (!roles.equals(row.original().turns().stream().map(SampleTurn::role).toList())) {
            throw new IllegalArgumentException("other roles than the row's: " + roles);
        }
        store().decide(
                        desk,
                        row.id(),
                        turns.equals(row.original().turns())
                                ? new ReviewDecision.Restore()
                                : new ReviewDecision.Edit(
                                        ReviewLines.write(row.original().withTurns(turns))));
    }

    /// Keeps all rows that pass, in one step.
    ///
    /// @return how many
    public int acceptAll(ReviewDesk desk, ReviewFilter filter) throws StoreException {
        return store().decide(desk, filter, new ReviewDecision.Accept());
    }

    /// Leaves out all rows that pass, in one step.
    ///
    /// @return how many
    public int rejectAll(ReviewDesk desk, ReviewFilter filter) throws StoreException {
        return store().decide(desk, filter, new ReviewDecision.Reject());
    }

    /// Takes the reviewer's last step back.
    ///
    /// @return empty if there is none
    public Optional<Undone> undo(ReviewDesk desk) throws StoreException {
        return store().undo(desk);
    }

    public boolean canUndo(ReviewDesk desk) throws StoreException {
        return store().canUndo(desk);
    }

    /// Who has decided on rows of a set.
    public List<String> reviewers(long set) throws StoreException {
        return store().reviewers(set);
    }

    public ReviewStatistics statistics(ReviewDesk desk) throws StoreException {
        return store().statistics(desk);
    }

    /// How far two reviewers agree.
    public Agreement agreement(long set, String first, String second) throws StoreException {
        return new Agreement(first, second, store().compare(set, first, second));
    }

    /// Writes the rows that somebody kept and nobody rejected as LLaVA's JSON, provenance and all.
    ///
    /// @param file replaced when the new one is whole
    public ReviewExport.Result export(
            ReviewSet set, Path file, Progress progress, CancelToken cancel)
            throws EngineException, StoreException {
        return new ReviewExport(store(), set)
                .write(file.toAbsolutePath().normalize(), progress, cancel);
    }

    @Override
    public synchronized void close() throws StoreException {
        if (opened.isPresent()) {
            opened.get().close();
            opened = Optional.empty();
        }
    }
}
