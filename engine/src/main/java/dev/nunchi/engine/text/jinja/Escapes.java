package dev.nunchi.engine.text.jinja;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Backslash sequences of string literals and of `repr`, as Python has them.
final class Escapes {
    private static final Pattern SEQUENCE =
            Pattern.compile(
                    "\\\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))",
                    Pattern.DOTALL);
    private static final int PREFIX_LENGTH = 2;
    private static final int OCTAL_GROUP = 4;
    private static final int LETTER_GROUP = 5;
    private static final Map<String, String> LETTERS =
            Map.ofEntries(
                    Map.entry("n", "\n"),
                    Map.entry("t", "\t"),
                    Map.entry("r", "\r"),
                    Map.entry("b", "\b"),
                    Map.entry("f", "\f"),
                    Map.entry("a", "\u0007"),
                    Map.entry("v", "\u000B"),
                    Map.entry("\\", "\\"),
                    Map.entry("'", "'"),
                    Map.entry("\"", "\""),
                    Map.entry("\n", ""));

    private Escapes() {}

    /// The characters that a literal's inside stands for. Unknown sequences stay as they are.
    static String decode(String literal) {
        return SEQUENCE.matcher(literal)
                .replaceAll(found -> Matcher.quoteReplacement(decodeOne(found)));
    }

    private static String decodeOne(MatchResult found) {
        var letter = found.group(LETTER_GROUP);
        if (letter != null) {
            return LETTERS.getOrDefault(letter, found.group());
        }
        if (found.group(OCTAL_GROUP) != null) {
            return Character.toString(Integer.parseInt(found.group(OCTAL_GROUP), 8));
        }
        long codePoint = Long.parseLong(found.group().substring(PREFIX_LENGTH), 16);
        return codePoint <= Character.MAX_CODE_POINT
                ? Character.toString((int) codePoint)
                : found.group();
    }

    /// The inside of a string in `repr`, for the given quote.
    static String repr(String characters, char quote) {
        var escaped = new StringBuilder();
        characters
                .codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> escaped.append("\\n");
                        case '\r' -> escaped.append("\\r");
                        case '\t' -> escaped.append("\\t");
                        case '\\' -> escaped.append("\\\\");
                        default -> {
                            if (c == quote) {
                                escaped.append('\\').append(quote);
                            } else if (c < ' ' || c == 0x7F) {
                                escaped.append("\\x%02x".formatted(c));
                            } else {
                                escaped.appendCodePoint(c);
                            }
                        }
                    }
                });
        return escaped.toString();
    }

    /// The inside of a string in JSON, other than ASCII left as it is.
    static String json(String characters) {
        var escaped = new StringBuilder();
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                default -> {
                    if (c < ' ') {
                        escaped.append("\\u%04x".formatted((int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
