package dev.nunchi.app.curate;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The words of a text.
final class TextWords {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?…。])\\s+|\\n+");
    private static final Pattern UNSPACED =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
    private static final int LAST_WORDS = 5;

    private TextWords() {}

    /// Letters and digits, lower case.
    static List<String> of(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /// How many words stand between blanks; two signs of Chinese or Japanese, which have none, are
    /// a word.
    static int count(String text) {
        int signs = (int) UNSPACED.matcher(text).results().count();
        String rest = UNSPACED.matcher(text).replaceAll(" ").strip();
        return signs / 2 + (rest.isEmpty() ? 0 : rest.split("\\s+").length);
    }

    static List<String> sentences(String text) {
        return SENTENCE_END
                .splitAsStream(text)
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /// The last few words.
    static String last(String text) {
        var words = List.of(text.strip().split("\\s+"));
        return String.join(
                " ", words.subList(Math.max(0, words.size() - LAST_WORDS), words.size()));
    }
}
