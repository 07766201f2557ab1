package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.ReviewDecision;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewStore.Undone;
import dev.nunchi.app.store.StoreException;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decisions, in steps that can be taken back: each step first notes what its rows were.
final class ReviewSteps {
    private static final String NOTE =
            """
            INSERT INTO review_change (step_id, row_id, verdict, line, decided_at)
            SELECT ?, r.id, d.verdict, d.line, d.decided_at FROM review_row r
            LEFT JOIN review_decision d ON d.row_id = r.id AND d.reviewer = ?
            WHERE %s
            """;

    private final Sql sql;
    private final InstantSource clock;

    ReviewSteps(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    void decide(ReviewDesk desk, long row, ReviewDecision decision) throws StoreException {
        sql.atOnce(
                "deciding",
                () -> {
                    long step = begin(desk);
                    sql.update(
                            "noting a row",
                            NOTE.formatted("r.id = ? AND r.set_id = ?"),
                            step,
                            desk.reviewer(),
                            row,
                            desk.set());
                    return apply(desk, step, decision);
                });
    }

    int decide(ReviewDesk desk, ReviewFilter filter, ReviewDecision decision)
            throws StoreException {
        if (decision instanceof ReviewDecision.Edit) {
            throw new IllegalArgumentException("an edit is for one row");
        }
        var query = ReviewQuery.of(sql, desk, filter);
        return sql.atOnce(
                "deciding on many",
                () -> {
                    long step = begin(desk);
                    int rows =
                            sql.update(
                                    "noting rows",
                                    NOTE.formatted(
                                            "r.id IN (SELECT r.rowid " + query.condition() + ")"),
                                    query.bound(List.of(step, desk.reviewer()), List.of()));
                    if (rows == 0) {
                        forget(step);
                        return rows;
                    }
                    apply(desk, step, decision);
                    return rows;
                });
    }

    private long begin(ReviewDesk desk) throws StoreException {
        return sql.insert(
                "beginning a step",
                "INSERT INTO review_step (set_id, reviewer, made_at) VALUES (?, ?, ?)",
                desk.set(),
                desk.reviewer(),
                clock.millis());
    }

    private void forget(long step) throws StoreException {
        sql.update("forgetting a step", "DELETE FROM review_step WHERE id = ?", step);
    }

    private int apply(ReviewDesk desk, long step, ReviewDecision decision) throws StoreException {
        return switch (decision) {
            case ReviewDecision.Accept _ ->
                    write(
                            desk,
                            step,
                            "CASE WHEN c.line IS NULL THEN 'ACCEPTED' ELSE 'EDITED' END, c.line");
            case ReviewDecision.Reject _ -> write(desk, step, "'REJECTED', c.line");
            case ReviewDecision.Restore _ -> write(desk, step, "'ACCEPTED', NULL");
            case ReviewDecision.Edit(String line) -> write(desk, step, "'EDITED', ?", line);
        };
    }

    /// @param values the verdict and the line, in terms of the noted change `c`
    private int write(ReviewDesk desk, long step, String values, Object... line)
            throws StoreException {
        var arguments = new ArrayList<Object>(List.of(desk.set(), desk.reviewer()));
        arguments.addAll(List.of(line));
        arguments.addAll(List.of(clock.millis(), step));
        return sql.update(
                "writing decisions",
                """
                INSERT OR REPLACE INTO review_decision
                    (set_id, row_id, reviewer, verdict, line, decided_at, kind)
                SELECT ?, c.row_id, ?, %s, ?, r.kind FROM review_change c
                JOIN review_row r ON r.id = c.row_id WHERE c.step_id = ?
                """
                        .formatted(values),
                arguments.toArray());
    }

    /// The last step of a reviewer.
    Optional<Long> last(ReviewDesk desk) throws StoreException {
        return sql
                .list(
                        "looking for the last step",
                        """
                        SELECT id FROM review_step WHERE set_id = ? AND reviewer = ?
                        ORDER BY id DESC LIMIT 1
                        """,
                        row -> row.getLong(1),
                        desk.set(),
                        desk.reviewer())
                .stream()
                .findFirst();
    }

    Optional<Undone> undo(ReviewDesk desk) throws StoreException {
        return sql.atOnce(
                "taking a step back",
                () -> {
                    var step = last(desk);
                    return step.isEmpty() ? Optional.empty() : Optional.of(undo(desk, step.get()));
                });
    }

    private Undone undo(ReviewDesk desk, long step) throws StoreException {
        var undone =
                sql.list(
                                "reading a step",
                                """
                                SELECT COALESCE(MIN(row_id), 0), COUNT(*) FROM review_change
                                WHERE step_id = ?
                                """,
                                row -> new Undone(row.getLong(1), row.getInt(2)),
                                step)
                        .getFirst();
        sql.update(
                "taking decisions back",
                """
                DELETE FROM review_decision WHERE reviewer = ? AND row_id IN
                    (SELECT row_id FROM review_change WHERE step_id = ?)
                """,
                desk.reviewer(),
                step);
        sql.update(
                "restoring decisions",
                """
                INSERT INTO review_decision
                    (set_id, row_id, reviewer, verdict, line, decided_at, kind)
                SELECT ?, c.row_id, ?, c.verdict, c.line, c.decided_at, r.kind
                FROM review_change c JOIN review_row r ON r.id = c.row_id
                WHERE c.step_id = ? AND c.verdict IS NOT NULL
                """,
                desk.set(),
                desk.reviewer(),
                step);
        forget(step);
        return undone;
    }
}
