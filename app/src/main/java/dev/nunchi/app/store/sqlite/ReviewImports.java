package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.NewReviewRow;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.StoreException;

import java.time.InstantSource;
import java.util.List;

/// Sets: how they come and go.
final class ReviewImports {
    private static final String SETS = "SELECT * FROM review_set WHERE complete = 1";

    private static final String FORGET =
            """
            DELETE FROM review_set WHERE complete = 0 AND NOT EXISTS
                (SELECT 1 FROM review_decision d WHERE d.set_id = review_set.id)\
            """;

    private final Sql sql;
    private final InstantSource clock;

    ReviewImports(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    List<ReviewSet> sets() throws StoreException {
        return sql.list(
                "listing sets", SETS + " ORDER BY imported_at DESC, id DESC", ReviewRows::set);
    }

    ReviewSet begin(String name, ReviewSet.Source source) throws StoreException {
        var begun =
                sql
                        .list(
                                "looking for a set that was begun",
                                "SELECT * FROM review_set WHERE complete = 0",
                                ReviewRows::set)
                        .stream()
                        .filter(set -> set.source().equals(source))
                        .findFirst();
        return begun.isPresent() ? begun.get() : insert(name, source);
    }

    private ReviewSet insert(String name, ReviewSet.Source source) throws StoreException {
        long id =
                sql.insert(
                        "beginning a set",
                        """
                        INSERT INTO review_set (name, source, bytes, changed_at, imported_at)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                        name,
                        source.file().toString(),
                        source.bytes(),
                        source.changedAt().toEpochMilli(),
                        clock.millis());
        return set(id);
    }

    private ReviewSet set(long id) throws StoreException {
        return sql.list(
                        "reading a set",
                        "SELECT * FROM review_set WHERE id = ?",
                        ReviewRows::set,
                        id)
                .getFirst();
    }

    void add(long set, List<NewReviewRow> rows) throws StoreException {
        sql.atOnce(
                "adding rows",
                () -> {
                    int number = set(set).rows();
                    for (var row : rows) {
                        number++;
                        add(set, number, row);
                    }
                    return sql.update(
                            "counting rows",
                            "UPDATE review_set SET row_count = ? WHERE id = ?",
                            number,
                            set);
                });
    }

    private void add(long set, int number, NewReviewRow row) throws StoreException {
        long id =
                sql.insert(
                        "adding a row",
                        """
                        INSERT INTO review_row (set_id, number, kind, words, text, line)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        set,
                        number,
                        row.kind().name(),
                        row.words(),
                        row.text() + ReviewTerms.PADDING,
                        row.line());
        for (String category : row.objects()) {
            sql.update(
                    "counting an object",
                    """
                    INSERT INTO review_object (set_id, category, row_count) VALUES (?, ?, 1)
                    ON CONFLICT (set_id, category) DO UPDATE SET row_count = row_count + 1
                    """,
                    set,
                    category);
        }
        for (var finding : row.findings()) {
            sql.update(
                    "adding a finding",
                    """
                    INSERT INTO review_finding (set_id, row_id, check_name, score, detail, turn)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    set,
                    id,
                    finding.check().name(),
                    finding.score(),
                    finding.detail(),
                    finding.turn());
        }
    }

    ReviewSet complete(long set) throws StoreException {
        sql.update("completing a set", "UPDATE review_set SET complete = 1 WHERE id = ?", set);
        return set(set);
    }

    void remove(long set) throws StoreException {
        sql.update("removing a set", "DELETE FROM review_set WHERE id = ?", set);
    }

    void abandon(long set) throws StoreException {
        sql.update("giving up an import", FORGET + " AND id = ?", set);
    }

    void forgetIncomplete() throws StoreException {
        sql.update("forgetting imports", FORGET);
    }
}
