package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewFilter.Standing;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.StoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rows of a set that pass a filter, as the end of a statement about `r.rowid`.
///
/// Without words, rows are taken from `review_row` and each condition is a list of ids from an
/// index of its own. With words, they come from the search index in the order of their ids, one by
/// one: the first row is found without finding all, and no text is read but for a short word with
/// which very many trigrams begin.
///
/// @param condition after `SELECT …`: `FROM … WHERE …`
record ReviewQuery(String condition, List<Object> arguments) {
    private static final String ROWS = "FROM review_row r WHERE r.set_id = ?";
    private static final String UNDECIDED =
            """
             AND NOT EXISTS (SELECT 1 FROM review_decision d
             WHERE d.row_id = r.rowid AND d.reviewer = ?)\
            """;
    private static final String DECIDED =
            """
             AND r.rowid IN (SELECT d.row_id FROM review_decision d
             WHERE d.set_id = ? AND d.reviewer = ? AND d.verdict = ?)\
            """;
    private static final String FOUND =
            """
             AND r.rowid IN (SELECT f.row_id FROM review_finding f
             WHERE f.set_id = ? AND f.check_name = ?)\
            """;
    private static final String KIND = " AND r.kind = ?";

    // The same of a row of the search index, which must not be asked anew for each id of a list.
    private static final String SEARCH = "FROM review_search r WHERE review_search MATCH ?";
    private static final String BETWEEN = " AND r.rowid BETWEEN ? AND ?";
    private static final String OF_SET =
            " AND +r.rowid IN (SELECT o.id FROM review_row o WHERE o.set_id = ?)";
    private static final String SEARCH_DECIDED =
            """
             AND EXISTS (SELECT 1 FROM review_decision d
             WHERE d.set_id = ? AND d.reviewer = ? AND d.verdict = ? AND d.row_id = r.rowid)\
            """;
    private static final String SEARCH_FOUND =
            """
             AND EXISTS (SELECT 1 FROM review_finding f
             WHERE f.set_id = ? AND f.check_name = ? AND f.row_id = r.rowid)\
            """;
    private static final String SEARCH_KIND =
            " AND EXISTS (SELECT 1 FROM review_row k WHERE k.id = r.rowid AND k.kind = ?)";

    private static final String NOWHERE = " AND 0";
    private static final String LIKE = " AND r.text LIKE ? ESCAPE '\\'";

    /// The ids of a set, which is alone among them unless two were imported at once.
    private record Span(long first, long last, int rows) {
        boolean isWhole() {
            return last - first + 1 == rows;
        }
    }

    static ReviewQuery of(Sql sql, ReviewDesk desk, ReviewFilter filter) throws StoreException {
        var terms = new ReviewTerms(sql);
        var matches = new ArrayList<String>();
        var read = new ArrayList<String>();
        boolean nowhere = false;
        for (String word : SearchQuery.parts(filter.words())) {
            var match =
                    SearchQuery.isIndexed(word)
                            ? Optional.of(SearchQuery.phrase(word))
                            : terms.match(word);
            nowhere |= match.filter(String::isEmpty).isPresent();
            match.ifPresentOrElse(
                    one -> matches.add("(" + one + ")"), () -> read.add(SearchQuery.pattern(word)));
        }
        var arguments = new ArrayList<Object>();
        var condition = new StringBuilder();
        if (nowhere || matches.isEmpty()) {
            condition.append(ROWS).append(nowhere ? NOWHERE : "");
            arguments.add(desk.set());
            narrow(desk, filter, new Conditions(DECIDED, FOUND, KIND), condition, arguments);
        } else {
            condition.append(SEARCH);
            arguments.add(String.join(" AND ", matches));
            within(sql, desk, condition, arguments);
            narrow(
                    desk,
                    filter,
                    new Conditions(SEARCH_DECIDED, SEARCH_FOUND, SEARCH_KIND),
                    condition,
                    arguments);
        }
        read.forEach(pattern -> {
            condition.append(LIKE);
            arguments.add(pattern);
        });
        return new ReviewQuery(condition.toString(), arguments);
    }

    private record Conditions(String decided, String found, String kind) {}

    private static void narrow(
            ReviewDesk desk,
            ReviewFilter filter,
            Conditions conditions,
            StringBuilder condition,
            List<Object> arguments) {
        switch (filter.standing()) {
            case ANY -> {}
            case UNDECIDED -> {
                condition.append(UNDECIDED);
                arguments.add(desk.reviewer());
            }
            case ACCEPTED, EDITED, REJECTED -> {
                condition.append(conditions.decided());
                arguments.addAll(List.of(desk.set(), desk.reviewer(), filter.standing().name()));
            }
        }
        filter.kind()
                .ifPresent(kind -> {
                    condition.append(conditions.kind());
                    arguments.add(kind.name());
                });
        filter.check()
                .ifPresent(check -> {
                    condition.append(conditions.found());
                    arguments.addAll(List.of(desk.set(), check.name()));
                });
    }

    private static void within(
            Sql sql, ReviewDesk desk, StringBuilder condition, List<Object> arguments)
            throws StoreException {
        var span =
                sql
                        .list(
                                "looking for a set's rows",
                                """
                                SELECT
                                    (SELECT COALESCE(MIN(id), 0) FROM review_row WHERE set_id = s.id),
                                    (SELECT COALESCE(MAX(id), 0) FROM review_row WHERE set_id = s.id),
                                    s.row_count FROM review_set s WHERE s.id = ?
                                """,
                                row -> new Span(row.getLong(1), row.getLong(2), row.getInt(3)),
                                desk.set())
                        .stream()
                        .findFirst();
        if (span.filter(Span::isWhole).isPresent()) {
            condition.append(BETWEEN);
            arguments.addAll(List.of(span.get().first(), span.get().last()));
        } else {
            condition.append(OF_SET);
            arguments.add(desk.set());
        }
    }

    /// Whether it is about one reviewer's verdicts alone, which a count of them answers.
    static boolean isTally(ReviewFilter filter) {
        return filter.kind().isEmpty() && filter.check().isEmpty() && filter.words().isBlank();
    }

    /// The arguments with others before and behind them.
    Object[] bound(List<?> before, List<?> behind) {
        return Stream.of(before, arguments, behind).flatMap(List::stream).toArray();
    }

    /// The arguments with others behind them.
    Object[] bound(Object... behind) {
        return bound(List.of(), List.of(behind));
    }

    /// The count of a tally that answers a filter.
    static int of(ReviewTally tally, Standing standing) {
        return switch (standing) {
            case ANY -> tally.rows();
            case UNDECIDED -> tally.rows() - tally.decided();
            case ACCEPTED -> tally.accepted();
            case EDITED -> tally.edited();
            case REJECTED -> tally.rejected();
        };
    }
}
