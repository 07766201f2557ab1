package dev.nunchi.app.ui.curate;

import dev.nunchi.app.teach.Box;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text in pieces: words that name a thing in one of the boxes, and what lies between them.
///
/// By the words of the categories alone, in the singular or with an English plural's ending.
final class Mentions {
    private Mentions() {}

    /// @param category the thing that the words name; empty for other text
    record Piece(String text, Optional<String> category) {}

    static List<Piece> in(String text, List<Box> boxes) {
        var categories =
                boxes.stream()
                        .map(Box::category)
                        .distinct()
                        // "dining table" before "table"
                        .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                        .toList();
        if (categories.isEmpty()) {
            return List.of(new Piece(text, Optional.empty()));
        }
        // Korean particles follow a noun without a space.
        var pattern =
                Pattern.compile(
                        categories.stream()
                                .map(category -> "(" + Pattern.quote(category) + ")")
                                .collect(
                                        Collectors.joining(
                                                "|",
                                                "(?<![\\p{L}\\p{N}])(?:",
                                                ")(?:e?s)?(?![a-zA-Z0-9])")),
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        var pieces = new ArrayList<Piece>();
        var matcher = pattern.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                pieces.add(new Piece(text.substring(end, matcher.start()), Optional.empty()));
            }
            int which = 1;
            while (matcher.group(which) == null) {
                which++;
            }
            pieces.add(new Piece(matcher.group(), Optional.of(categories.get(which - 1))));
            end = matcher.end();
        }
        if (end < text.length()) {
            pieces.add(new Piece(text.substring(end), Optional.empty()));
        }
        return pieces;
    }
}
