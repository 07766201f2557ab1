package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds words that are shorter than a trigram, as most Korean nouns are, by the trigrams that
/// begin with them: `FTS5` lists its terms in order.
final class ReviewTerms {
    /// Behind each text, so that its last characters begin a trigram, too.
    static final String PADDING = "\n\n";

    /// Of more, reading all texts is quicker.
    private static final int MOST = 200;

    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final Sql sql;

    ReviewTerms(Sql sql) {
        this.sql = sql;
    }

    /// What to `MATCH` to find a short word.
    ///
    /// @return blank if no text holds it; empty if too many trigrams begin with it
    Optional<String> match(String word) throws StoreException {
        String folded = word.toLowerCase(Locale.ROOT);
        List<String> terms =
                sql.list(
                        "looking a word up",
                        "SELECT term FROM review_term WHERE term >= ? AND term < ? LIMIT ?",
                        row -> row.getString(1),
                        folded,
                        folded + LAST,
                        MOST + 1);
        return terms.size() > MOST
                ? Optional.empty()
                : Optional.of(
                        terms.stream()
                                .map(SearchQuery::phrase)
                                .collect(Collectors.joining(" OR ")));
    }
}
