package dev.nunchi.app.store;

import java.util.List;
import java.util.Optional;

/// Keeps rows that are reviewed, and every decision. Thread-safe; made for sets of 100,000 rows.
/// Every method returns when its change would survive a power cut.
public interface ReviewStore extends AutoCloseable {
    /// Sets that are whole, the last imported first.
    List<ReviewSet> sets() throws StoreException;

    /// Begins a set, or goes on with one of the same source that was not completed; then it has
    /// rows already. It is not among the sets before it is completed, but can be reviewed. One that
    /// was left incomplete by the end of the program is gone at the next start, unless somebody has
    /// decided on a row of it.
    ReviewSet begin(String name, ReviewSet.Source source) throws StoreException;

    /// Gives up a set that is not completed; one with decisions waits for [#begin].
    void abandon(long set) throws StoreException;

    /// Adds rows behind those of a set that was begun.
    void add(long set, List<NewReviewRow> rows) throws StoreException;

    ReviewSet complete(long set) throws StoreException;

    /// Removes a set with its decisions.
    void remove(long set) throws StoreException;

    /// The first row after another one that passes the filter.
    ///
    /// @param after id of a row; 0 for the beginning
    Optional<ReviewRow> next(ReviewDesk desk, ReviewFilter filter, long after)
            throws StoreException;

    /// The last row before another one that passes the filter.
    Optional<ReviewRow> previous(ReviewDesk desk, ReviewFilter filter, long before)
            throws StoreException;

    Optional<ReviewRow> row(ReviewDesk desk, long id) throws StoreException;

    /// How many rows pass.
    int count(ReviewDesk desk, ReviewFilter filter) throws StoreException;

    ReviewTally tally(ReviewDesk desk) throws StoreException;

    /// Decides on one row: one step for [#undo].
    void decide(ReviewDesk desk, long row, ReviewDecision decision) throws StoreException;

    /// Decides on all rows that pass: one step, whole or not at all.
    ///
    /// @param decision any but an edit, which is for one row
    /// @return how many rows there were
    int decide(ReviewDesk desk, ReviewFilter filter, ReviewDecision decision) throws StoreException;

    /// Takes back the last step of a reviewer that was not taken back.
    ///
    /// @return empty if there is none
    Optional<Undone> undo(ReviewDesk desk) throws StoreException;

    /// A step that was taken back.
    ///
    /// @param first the id of its first row
    record Undone(long first, int rows) {}

    /// Whether there is a step to take back.
    boolean canUndo(ReviewDesk desk) throws StoreException;

    /// Who has decided on rows of a set, by name.
    List<String> reviewers(long set) throws StoreException;

    ReviewStatistics statistics(ReviewDesk desk) throws StoreException;

    /// The rows on which both of two reviewers decided, by what they decided.
    List<VerdictPair> compare(long set, String first, String second) throws StoreException;

    /// Rows that somebody kept and nobody rejected, in the order of the set; where several edited a
    /// row, the last edit counts.
    ///
    /// @param after id of a row; 0 for the beginning
    List<Kept> kept(long set, long after, int limit) throws StoreException;

    /// A row to learn from.
    ///
    /// @param line the whole row as its file format spells it
    record Kept(long id, String line) {}

    /// How many rows [#kept] gives in all.
    int countKept(long set) throws StoreException;

    @Override
    void close() throws StoreException;
}
