package dev.nunchi.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Cuts English captions into noun phrases, by rules.
///
/// A phrase is a run of words between words that cannot be part of one: closed classes and the
/// verbs of captions, from a list that comes with the program. The paper took a statistical tagger
/// for this; that would be a model of megabytes for one language and another code base to trust,
/// and the filter that this is for needs the same phrase to be cut the same way everywhere, not to
/// be right everywhere.
final class NounPhrases {
    private static final String LIST = "phrase-breaks.txt";
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}]+(?:[-'][\\p{L}\\p{N}]+)*|[^\\s]");

    /// Longer runs are lists or titles; their last words name the thing.
    private static final int LONGEST = 4;

    private static final Set<String> BREAKS = breaks();

    private NounPhrases() {}

    /// The distinct noun phrases of a caption, lower case, in order.
    static List<String> of(String caption) {
        var phrases = new ArrayList<String>();
        var run = new ArrayList<String>();
        var matcher = WORD.matcher(caption.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String word = withoutPossessive(matcher.group());
            if (Character.isLetterOrDigit(word.charAt(0)) && !BREAKS.contains(word)) {
                run.add(word);
            } else {
                finish(run, phrases);
            }
        }
        finish(run, phrases);
        return phrases;
    }

    private static String withoutPossessive(String word) {
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static void finish(List<String> run, List<String> phrases) {
        if (!run.isEmpty()) {
            String phrase =
                    String.join(" ", run.subList(Math.max(0, run.size() - LONGEST), run.size()));
            if (!phrases.contains(phrase)) {
                phrases.add(phrase);
            }
            run.clear();
        }
    }

    private static Set<String> breaks() {
        try (InputStream input = NounPhrases.class.getResourceAsStream(LIST)) {
            if (input == null) {
                throw new IllegalStateException("no resource " + LIST);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> List.of(line.split(" ")).stream())
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }
}
