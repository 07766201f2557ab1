package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewStatistics;
import dev.nunchi.app.store.ReviewStatistics.Bin;
import dev.nunchi.app.store.ReviewStatistics.Found;
import dev.nunchi.app.store.ReviewStatistics.Named;
import dev.nunchi.app.store.ReviewStore.Kept;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.store.VerdictPair;
import dev.nunchi.engine.data.SampleType;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What sets and decisions come to.
final class ReviewFigures {
    private static final int OBJECTS = 12;

    /// Columns of the histogram of lengths, about.
    private static final int BINS = 16;

    private static final List<Integer> WIDTHS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500);

    private static final String KEPT =
            """
            FROM review_decision d JOIN review_row r ON r.id = d.row_id
            WHERE +d.set_id = ? AND d.row_id > ?
            GROUP BY d.row_id HAVING SUM(d.verdict = 'REJECTED') = 0
            """;

    private final Sql sql;
    private final Map<Long, Contents> known = new ConcurrentHashMap<>();

    ReviewFigures(Sql sql) {
        this.sql = sql;
    }

    private record Counted(String name, int rows) {}

    /// What does not change with decisions. Rows only come, so their number says whether it holds.
    private record Contents(
            int rows,
            Map<SampleType, Integer> kinds,
            List<Bin> lengths,
            List<Named> objects,
            List<Found> findings) {}

    private record OfKind(SampleType kind, Verdict verdict, int rows) {}

    ReviewTally tally(ReviewDesk desk) throws StoreException {
        int rows = rows(desk.set());
        var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
        sql.list(
                        "counting decisions",
                        """
                        SELECT verdict, COUNT(*) FROM review_decision
                        WHERE set_id = ? AND reviewer = ? GROUP BY verdict
                        """,
                        row -> new Counted(row.getString(1), row.getInt(2)),
                        desk.set(),
                        desk.reviewer())
                .forEach(count -> verdicts.put(Verdict.valueOf(count.name()), count.rows()));
        return tally(rows, verdicts);
    }

    private int rows(long set) throws StoreException {
        return sql
                .list(
                        "counting rows",
                        "SELECT row_count FROM review_set WHERE id = ?",
                        row -> row.getInt(1),
                        set)
                .stream()
                .findFirst()
                .orElse(0);
    }

    private static ReviewTally tally(int rows, Map<Verdict, Integer> verdicts) {
        return new ReviewTally(
                rows,
                verdicts.getOrDefault(Verdict.ACCEPTED, 0),
                verdicts.getOrDefault(Verdict.EDITED, 0),
                verdicts.getOrDefault(Verdict.REJECTED, 0));
    }

    List<String> reviewers(long set) throws StoreException {
        return sql.list(
                "listing reviewers",
                "SELECT DISTINCT reviewer FROM review_decision WHERE set_id = ? ORDER BY reviewer",
                row -> row.getString(1),
                set);
    }

    ReviewStatistics statistics(ReviewDesk desk) throws StoreException {
        var contents = contents(desk);
        return new ReviewStatistics(
                kinds(desk, contents), contents.lengths(), contents.objects(), contents.findings());
    }

    /// Forgets what a set consists of: its number may come again.
    void forget(long set) {
        known.remove(set);
    }

    private Contents contents(ReviewDesk desk) throws StoreException {
        int rows = rows(desk.set());
        var before = known.get(desk.set());
        if (before != null && before.rows() == rows) {
            return before;
        }
        var counted =
                new Contents(
                        rows,
                        kindCounts(desk.set()),
                        lengths(desk.set()),
                        objects(desk),
                        findings(desk));
        known.put(desk.set(), counted);
        return counted;
    }

    private Map<SampleType, Integer> kindCounts(long set) throws StoreException {
        var counts = new EnumMap<SampleType, Integer>(SampleType.class);
        sql.list(
                        "counting kinds",
                        "SELECT kind, COUNT(*) FROM review_row WHERE set_id = ? GROUP BY kind",
                        row -> new Counted(row.getString(1), row.getInt(2)),
                        set)
                .forEach(count -> counts.put(SampleType.valueOf(count.name()), count.rows()));
        return counts;
    }

    private Map<SampleType, ReviewTally> kinds(ReviewDesk desk, Contents contents)
            throws StoreException {
        var verdicts = new EnumMap<SampleType, Map<Verdict, Integer>>(SampleType.class);
        sql.list(
                        "counting decisions by kind",
                        """
                        SELECT kind, verdict, COUNT(*) FROM review_decision
                        WHERE set_id = ? AND reviewer = ? GROUP BY kind, verdict
                        """,
                        row ->
                                new OfKind(
                                        SampleType.valueOf(row.getString(1)),
                                        Verdict.valueOf(row.getString(2)),
                                        row.getInt(3)),
                        desk.set(),
                        desk.reviewer())
                .forEach(count ->
                        verdicts.computeIfAbsent(count.kind(), _ -> new EnumMap<>(Verdict.class))
                                .put(count.verdict(), count.rows()));
        var kinds = new EnumMap<SampleType, ReviewTally>(SampleType.class);
        contents.kinds()
                .forEach((kind, rows) ->
                        kinds.put(kind, tally(rows, verdicts.getOrDefault(kind, Map.of()))));
        return kinds;
    }

    /// Bins of a round width, up to the longest.
    private List<Bin> lengths(long set) throws StoreException {
        int longest =
                sql.list(
                                "looking for the longest",
                                "SELECT COALESCE(MAX(words), 0) FROM review_row WHERE set_id = ?",
                                row -> row.getInt(1),
                                set)
                        .getFirst();
        int width =
                WIDTHS.stream()
                        .filter(wide -> longest / wide < BINS)
                        .findFirst()
                        .orElse(longest / BINS + 1);
        return sql.list(
                "counting lengths",
                """
                SELECT words / ? AS bin, COUNT(*) FROM review_row WHERE set_id = ?
                GROUP BY bin ORDER BY bin
                """,
                row -> new Bin(row.getInt(1) * width, (row.getInt(1) + 1) * width, row.getInt(2)),
                width,
                set);
    }

    private List<Named> objects(ReviewDesk desk) throws StoreException {
        return sql.list(
                "counting objects",
                """
                SELECT category, row_count FROM review_object WHERE set_id = ?
                ORDER BY row_count DESC, category LIMIT ?
                """,
                row -> new Named(row.getString(1), row.getInt(2)),
                desk.set(),
                OBJECTS);
    }

    private List<Found> findings(ReviewDesk desk) throws StoreException {
        return sql.list(
                "counting findings",
                """
                SELECT check_name, COUNT(DISTINCT row_id) AS found FROM review_finding
                WHERE set_id = ? GROUP BY check_name ORDER BY found DESC, check_name
                """,
                row -> new Found(CheckName.valueOf(row.getString(1)), row.getInt(2)),
                desk.set());
    }

    List<VerdictPair> compare(long set, String first, String second) throws StoreException {
        return sql.list(
                "comparing reviewers",
                """
                SELECT a.verdict, b.verdict, COUNT(*) FROM review_decision a
                JOIN review_decision b ON b.row_id = a.row_id AND b.reviewer = ?
                WHERE a.set_id = ? AND a.reviewer = ? GROUP BY a.verdict, b.verdict
                """,
                row ->
                        new VerdictPair(
                                Verdict.valueOf(row.getString(1)),
                                Verdict.valueOf(row.getString(2)),
                                row.getInt(3)),
                second,
                set,
                first);
    }

    List<Kept> kept(long set, long after, int limit) throws StoreException {
        // With a single MAX, the other columns are those of the row that has it:
        // https://sqlite.org/lang_select.html#bareagg
        return sql.list(
                "reading kept rows",
                """
                SELECT d.row_id, COALESCE(d.line, r.line) AS line,
                    MAX(CASE WHEN d.line IS NULL THEN -1 ELSE d.decided_at END)
                """
                        + KEPT
                        + " ORDER BY d.row_id LIMIT ?",
                row -> new Kept(row.getLong(1), row.getString("line")),
                set,
                after,
                limit);
    }

    int countKept(long set) throws StoreException {
        return sql.list(
                        "counting kept rows",
                        "SELECT COUNT(*) FROM (SELECT d.row_id " + KEPT + ")",
                        row -> row.getInt(1),
                        set,
                        0L)
                .getFirst();
    }
}
