package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.TeachingLanguage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sentences with gaps, of one language. Of several with the same key one is drawn by chance.
///
/// `{name}` is a gap; `{name:이/가}` is one with the Korean particle that fits what fills it.
final class Phrases {
    /// Rises whenever a sentence changes: rows say what they were written with.
    static final String VERSION = "symbolic@2";

    private static final Pattern GAP = Pattern.compile("\\{([a-z.]+)(?::([^/}]+)/([^}]+))?}");

    /// The first letter of a sentence.
    private static final Pattern START = Pattern.compile("(?:^|[.?!] )[a-z]");

    private static final Phrases ENGLISH = new Phrases(TeachingLanguage.EN);
    private static final Phrases KOREAN = new Phrases(TeachingLanguage.KO);

    private final Map<String, List<String>> byKey = new HashMap<>();
    private final TeachingLanguage language;

    private Phrases(TeachingLanguage language) {
        this.language = language;
        for (String line : Resources.lines(language.word() + ".txt")) {
            String[] parts = line.split(" = ", 2);
            byKey.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
        }
    }

    static Phrases of(TeachingLanguage language) {
        return switch (language) {
            case EN -> ENGLISH;
            case KO -> KOREAN;
        };
    }

    /// A word or part of a sentence, of which there is one.
    String word(String key) {
        return variants(key).getFirst();
    }

    /// Whole sentences, with capitals where the language has some.
    String sentence(String key, Map<String, String> values, RandomGenerator random) {
        var variants = variants(key);
        String text = filled(variants.get(random.nextInt(variants.size())), values);
        return language == TeachingLanguage.EN
                ? START.matcher(text).replaceAll(start -> start.group().toUpperCase(Locale.ROOT))
                : text;
    }

    private List<String> variants(String key) {
        var variants = byKey.get(key);
        if (variants == null) {
            throw new IllegalArgumentException("no phrase " + key);
        }
        return variants;
    }

    private static String filled(String phrase, Map<String, String> values) {
        var text = new StringBuilder();
        Matcher gap = GAP.matcher(phrase);
        while (gap.find()) {
            String value = values.get(gap.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "nothing fills " + gap.group() + " of " + phrase);
            }
            String particle =
                    gap.group(2) == null ? "" : Korean.particle(value, gap.group(2), gap.group(3));
            gap.appendReplacement(text, Matcher.quoteReplacement(value + particle));
        }
        return gap.appendTail(text).toString();
    }
}
