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

/// The rows of a set that pass a filter, as the end of a statement on `review_row r`.
///
/// Each condition is a list of row ids from an index of its own, so that no text is read but for a
/// short word with which very many trigrams begin.
///
/// @param condition after `WHERE`
record ReviewQuery(String condition, List<Object> arguments) {
    private static final String UNDECIDED =
            """
             AND NOT EXISTS (SELECT 1 FROM review_decision d
             WHERE d.row_id = r.id AND d.reviewer = ?)\
            """;
    private static final String DECIDED =
            """
             AND r.id IN (SELECT d.row_id FROM review_decision d
             WHERE d.set_id = ? AND d.reviewer = ? AND d.verdict = ?)\
            """;
    private static final String FOUND =
            """
             AND r.id IN (SELECT f.row_id FROM review_finding f
             WHERE f.set_id = ? AND f.check_name = ?)\
            """;
    // The limit, which is none, keeps SQLite from asking the index anew for each row.
    private static final String MATCH =
            """
             AND r.id IN (SELECT rowid FROM review_search
             WHERE review_search MATCH ? LIMIT -1)\
            """;
    private static final String NOWHERE = " AND 0";
    private static final String LIKE = " AND r.text LIKE ? ESCAPE '\\'";

    static ReviewQuery of(ReviewDesk desk, ReviewFilter filter, ReviewTerms terms)
            throws StoreException {
        var condition = new StringBuilder("r.set_id = ?");
        var arguments = new ArrayList<Object>();
        arguments.add(desk.set());
        switch (filter.standing()) {
            case ANY -> {}
            case UNDECIDED -> {
                condition.append(UNDECIDED);
                arguments.add(desk.reviewer());
            }
            case ACCEPTED, EDITED, REJECTED -> {
                condition.append(DECIDED);
                arguments.addAll(List.of(desk.set(), desk.reviewer(), filter.standing().name()));
            }
        }
        filter.kind()
                .ifPresent(kind -> {
                    condition.append(" AND r.kind = ?");
                    arguments.add(kind.name());
                });
        filter.check()
                .ifPresent(check -> {
                    condition.append(FOUND);
                    arguments.addAll(List.of(desk.set(), check.name()));
                });
        for (String word : SearchQuery.parts(filter.words())) {
            var match =
                    SearchQuery.isIndexed(word)
                            ? Optional.of(SearchQuery.phrase(word))
                            : terms.match(word);
            boolean nowhere = match.filter(String::isEmpty).isPresent();
            condition.append(nowhere ? NOWHERE : match.isPresent() ? MATCH : LIKE);
            if (!nowhere) {
                arguments.add(match.orElseGet(() -> SearchQuery.pattern(word)));
            }
        }
        return new ReviewQuery(condition.toString(), arguments);
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
