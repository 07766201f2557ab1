package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.NewReviewRow;
import dev.nunchi.app.store.ReviewDecision;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewRow;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewStatistics;
import dev.nunchi.app.store.ReviewStore;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.VerdictPair;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Reviews in a SQLite file of their own: a hundred thousand rows must not make the conversations'
/// file slow to check at the start, and an import must not keep an answer from being saved.
///
/// One connection, used by one thread at a time.
public final class SqliteReviews implements ReviewStore {
    private static final String COLUMNS =
            """
            SELECT r.id, r.number, r.line, d.line AS edited, d.verdict FROM review_row r
            LEFT JOIN review_decision d ON d.row_id = r.id AND d.reviewer = ?
            """;

    private final Connection connection;
    private final Sql sql;
    private final ReviewImports imports;
    private final ReviewSteps steps;
    private final ReviewFigures figures;
    private final Runnable onClosed;

    private SqliteReviews(Connection connection, Runnable onClosed, InstantSource clock) {
        this.connection = connection;
        this.onClosed = onClosed;
        sql = new Sql(connection);
        imports = new ReviewImports(sql, clock);
        steps = new ReviewSteps(sql, clock);
        figures = new ReviewFigures(sql);
    }

    /// Opens the database, creating or migrating it as needed, and forgets imports that were not
    /// finished.
    ///
    /// @param nativeLibraries as in [SqliteStore#open]
    /// @throws StoreException if it is locked, of a newer program, or cannot be read or written
    public static SqliteReviews open(Path file, Path nativeLibraries, InstantSource clock)
            throws StoreException {
        NativeLibrary.unpackInto(nativeLibraries);
        var opened = SqliteDatabase.open(file, Migrations.shipped("reviews-"));
        var reviews =
                new SqliteReviews(
                        opened.connection(),
                        () -> WholeMark.leave(file, opened.checkedAt()),
                        clock);
        try {
            // Each decision is worked for: it survives a power cut too.
            reviews.sql.update("choosing how to write", "PRAGMA synchronous = FULL");
            reviews.imports.forgetIncomplete();
            return reviews;
        } catch (StoreException e) {
            reviews.close();
            throw e;
        }
    }

    @Override
    public List<ReviewSet> sets() throws StoreException {
        return imports.sets();
    }

    @Override
    public ReviewSet begin(String name, ReviewSet.Source source) throws StoreException {
        return imports.begin(name, source);
    }

    @Override
    public void add(long set, List<NewReviewRow> rows) throws StoreException {
        imports.add(set, rows);
    }

    @Override
    public void abandon(long set) throws StoreException {
        figures.forget(set);
        imports.abandon(set);
    }

    @Override
    public ReviewSet complete(long set) throws StoreException {
        return imports.complete(set);
    }

    @Override
    public void remove(long set) throws StoreException {
        figures.forget(set);
        imports.remove(set);
    }

    @Override
    public Optional<ReviewRow> next(ReviewDesk desk, ReviewFilter filter, long after)
            throws StoreException {
        return nearest(desk, filter, " AND r.rowid > ? ORDER BY r.rowid LIMIT 1", after);
    }

    @Override
    public Optional<ReviewRow> previous(ReviewDesk desk, ReviewFilter filter, long before)
            throws StoreException {
        return nearest(desk, filter, " AND r.rowid < ? ORDER BY r.rowid DESC LIMIT 1", before);
    }

    private Optional<ReviewRow> nearest(ReviewDesk desk, ReviewFilter filter, String end, long from)
            throws StoreException {
        var query = ReviewQuery.of(sql, desk, filter);
        var ids =
                sql.list(
                        "looking for the next row",
                        "SELECT r.rowid " + query.condition() + end,
                        row -> row.getLong(1),
                        query.bound(from));
        return ids.isEmpty() ? Optional.empty() : row(desk, ids.getFirst());
    }

    @Override
    public Optional<ReviewRow> row(ReviewDesk desk, long id) throws StoreException {
        var findings =
                sql.list(
                        "reading findings",
                        "SELECT * FROM review_finding WHERE row_id = ? ORDER BY score, id",
                        ReviewRows::finding,
                        id);
        return sql
                .list(
                        "reading a row",
                        COLUMNS + "WHERE r.id = ?",
                        row -> ReviewRows.row(row, findings),
                        desk.reviewer(),
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public int count(ReviewDesk desk, ReviewFilter filter) throws StoreException {
        if (ReviewQuery.isTally(filter)) {
            return ReviewQuery.of(tally(desk), filter.standing());
        }
        var query = ReviewQuery.of(sql, desk, filter);
        return sql.list(
                        "counting rows",
                        "SELECT COUNT(*) " + query.condition(),
                        row -> row.getInt(1),
                        query.bound())
                .getFirst();
    }

    @Override
    public ReviewTally tally(ReviewDesk desk) throws StoreException {
        return figures.tally(desk);
    }

    @Override
    public void decide(ReviewDesk desk, long row, ReviewDecision decision) throws StoreException {
        steps.decide(desk, row, decision);
    }

    @Override
    public int decide(ReviewDesk desk, ReviewFilter filter, ReviewDecision decision)
            throws StoreException {
        return steps.decide(desk, filter, decision);
    }

    @Override
    public Optional<Undone> undo(ReviewDesk desk) throws StoreException {
        return steps.undo(desk);
    }

    @Override
    public boolean canUndo(ReviewDesk desk) throws StoreException {
        return steps.last(desk).isPresent();
    }

    @Override
    public List<String> reviewers(long set) throws StoreException {
        return figures.reviewers(set);
    }

    @Override
    public ReviewStatistics statistics(ReviewDesk desk) throws StoreException {
        return figures.statistics(desk);
    }

    @Override
    public List<VerdictPair> compare(long set, String first, String second) throws StoreException {
        return figures.compare(set, first, second);
    }

    @Override
    public List<Kept> kept(long set, long after, int limit) throws StoreException {
        return figures.kept(set, after, limit);
    }

    @Override
    public int countKept(long set) throws StoreException {
        return figures.countKept(set);
    }

    @Override
    public void close() throws StoreException {
        try {
            if (!connection.isClosed()) {
                connection.close();
                onClosed.run();
            }
        } catch (SQLException e) {
            throw Failures.of("closing the reviews", e);
        }
    }
}
