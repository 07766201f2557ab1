package dev.nunchi.engine.eval;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of a text that say something about what is seen: nouns, mostly.
///
/// A stricter choice would need a tagger; this one is fair to both sides of a comparison, because
/// the same words count in answers and in captions.
public final class ContentWords {
    private static final Pattern WORD = Pattern.compile("[a-z]{3,}");

    /// Words that any answer may hold without a look at the picture.
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "the", "and", "are", "with", "that", "this", "there", "some", "from", "into",
                    "over", "while", "photo", "picture", "image", "his", "her", "its", "their",
                    "for", "has", "have", "being", "who", "which", "out", "off", "near", "next",
                    "two", "one", "another", "other", "very", "what", "shows", "front", "through");

    private ContentWords() {}

    /// The distinct words of three letters or more, lower case, without those that say nothing.
    public static Set<String> of(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .filter(word -> !EMPTY_WORDS.contains(word))
                .collect(Collectors.toSet());
    }

    /// The share of an answer's content words that occur in captions.
    ///
    /// @return `0..1`; 0 if the answer has none
    public static double recall(String answer, List<String> captions) {
        var words = of(answer);
        var seen = of(String.join(" ", captions));
        return words.isEmpty()
                ? 0
                : (double) words.stream().filter(seen::contains).count() / words.size();
    }
}
