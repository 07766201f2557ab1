package dev.nunchi.app.store.sqlite;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A search as SQL: every word must occur in the title or in some turn.
///
/// The trigram index finds any part of a word from three characters on. Shorter words, and most
/// Korean nouns have two syllables, are found by `LIKE`, which reads all texts (31 ms for 50,000).
///
/// @param words those that are searched, composed
record SearchQuery(String sql, List<String> arguments, List<String> words) {
    private static final int MAX_WORDS = 8;
    private static final int TRIGRAM = 3;

    private static final String MATCH =
            """
             AND c.id IN (
                SELECT rowid FROM title_search WHERE title_search MATCH ?
                UNION SELECT conversation_id FROM turn
                WHERE id IN (SELECT rowid FROM text_search WHERE text_search MATCH ?))\
            """;
    private static final String LIKE =
            """
             AND c.id IN (
                SELECT id FROM conversation WHERE title LIKE ? ESCAPE '\\'
                UNION SELECT conversation_id FROM turn WHERE text LIKE ? ESCAPE '\\')\
            """;

    static SearchQuery of(String words) {
        List<String> parts = parts(words);
        var conditions = new StringBuilder();
        var arguments = new ArrayList<String>();
        for (String word : parts) {
            boolean indexed = isIndexed(word);
            conditions.append(indexed ? MATCH : LIKE);
            String argument = indexed ? phrase(word) : pattern(word);
            arguments.add(argument);
            arguments.add(argument);
        }
        return new SearchQuery(
                "SELECT * FROM conversation c WHERE 1" + conditions + Rows.LISTED,
                arguments,
                parts);
    }

    /// What a person typed, as single words.
    static List<String> parts(String words) {
        // File names from macOS come with decomposed syllables; what people type is composed.
        String composed = Normalizer.normalize(words, Normalizer.Form.NFC).strip();
        return Arrays.stream(composed.split("\\s+"))
                .filter(w -> !w.isEmpty())
                .limit(MAX_WORDS)
                .toList();
    }

    /// Whether the trigram index can find a word.
    static boolean isIndexed(String word) {
        return word.codePointCount(0, word.length()) >= TRIGRAM;
    }

    /// The first turn of a conversation in which one of the words occurs: id and text.
    Turn firstTurn(long conversation) {
        var arguments = new ArrayList<Object>();
        arguments.add(conversation);
        words.forEach(word -> arguments.add(pattern(word)));
        var likes = Collections.nCopies(words.size(), "text LIKE ? ESCAPE '\\'");
        return new Turn(
                "SELECT id, text FROM turn WHERE conversation_id = ? AND ("
                        + String.join(" OR ", likes)
                        + ") ORDER BY id LIMIT 1",
                arguments);
    }

    /// A query for one turn.
    record Turn(String sql, List<Object> arguments) {}

    /// A word for `MATCH`.
    static String phrase(String word) {
        return '"' + word.replace("\"", "\"\"") + '"';
    }

    /// A word for `LIKE … ESCAPE '\\'`.
    static String pattern(String word) {
        return '%' + word.replaceAll("([\\\\%_])", "\\\\$1") + '%';
    }
}
