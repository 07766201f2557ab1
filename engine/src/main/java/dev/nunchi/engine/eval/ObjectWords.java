package dev.nunchi.engine.eval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The things that a text names, in English and Korean: COCO's 80 categories and as many further
/// common ones, each with its synonyms.
///
/// As in [Object Hallucination in Image Captioning](https://arxiv.org/abs/1809.02156) (CHAIR),
/// words are matched by a list and not by a model, so that a figure means the same everywhere. The
/// list is the program's own.
public final class ObjectWords {
    private static final ObjectLexicon LEXICON = ObjectLexicon.load();

    private ObjectWords() {}

    /// A thing that a text names.
    ///
    /// @param things the categories that the word may mean, one or more: a "bag" is a backpack, a
    ///   handbag or a suitcase
    /// @param word as the text has it
    /// @param start offset in the text, in characters
    /// @param end offset behind it
    public record Mention(Set<String> things, String word, int start, int end) {
        public Mention {
            things = Set.copyOf(things);
        }
    }

    /// The things that a text names as seen or unseen, in order; a word that is probably no thing
    /// here, as "orange" in "orange hat" or "train" in "train station", is none.
    public static List<Mention> named(String text) {
        var tokens = ObjectToken.of(text);
        var mentions = new ArrayList<Mention>();
        int place = 0;
        while (place < tokens.size()) {
            var match = LEXICON.longest(tokens, place);
            if (match.isPresent() && !match.get().things().isEmpty()) {
                int start = tokens.get(place).start();
                int end = tokens.get(place + match.get().tokens() - 1).end();
                mentions.add(
                        new Mention(match.get().things(), text.substring(start, end), start, end));
            }
            place += match.map(ObjectLexicon.Match::tokens).orElse(1);
        }
        return mentions;
    }

    /// The categories that a description may be taken to hold: what it names, in the widest sense,
    /// and what it takes for granted, as "surfing" does a surfboard.
    public static Set<String> supported(String description) {
        var tokens = ObjectToken.of(description);
        var things = new HashSet<String>();
        for (int i = 0; i < tokens.size(); i++) {
            things.addAll(LEXICON.widest(tokens, i));
        }
        return things;
    }

    /// The category that the label of an annotation means.
    ///
    /// @param label in any case, as `Person` or `potted-plant`
    /// @return empty if the list does not have it
    public static Optional<String> category(String label) {
        String plain = label.toLowerCase(Locale.ROOT).replaceAll("[_-]", " ").strip();
        return LEXICON.isCategory(plain)
                ? Optional.of(plain)
                : named(plain).stream()
                        .map(Mention::things)
                        .filter(things -> things.size() == 1)
                        .flatMap(Set::stream)
                        .findFirst();
    }

    /// Whether a category is one of COCO's 80, which its annotators box wherever they occur.
    public static boolean isUsuallyBoxed(String category) {
        return LEXICON.isOfCoco(category);
    }
}
