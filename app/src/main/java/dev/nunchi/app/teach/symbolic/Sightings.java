package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// What a picture surely shows and surely does not show, as far as boxes and several people's
/// captions agree. What one person says and others leave out is left open.
final class Sightings {
    /// So many people do not all overlook a thing that matters.
    private static final int FEWEST_CAPTIONS = 3;

    private static final int AGREEING_ON_PRESENCE = 2;
    private static final int AGREEING_ON_NUMBER = 3;
    private static final List<String> NUMBERS = List.of("one", "two", "three", "four");

    /// Words of captions about more than one thing, in which a second one may hide.
    private static final Set<String> SEVERAL =
            Set.of(
                    "two",
                    "three",
                    "four",
                    "five",
                    "several",
                    "many",
                    "group",
                    "couple",
                    "pair",
                    "both",
                    "another",
                    "other",
                    "others",
                    "people",
                    "crowd",
                    "family",
                    "team",
                    "players",
                    "some",
                    "few",
                    "each",
                    "together",
                    "they",
                    "their");

    private final Scene scene;
    private final SceneFacts facts;
    private final List<List<String>> captions;
    private final Set<String> words = new HashSet<>();
    private final Set<String> boxed = new HashSet<>();

    Sightings(Scene scene) {
        this.scene = scene;
        facts = new SceneFacts(scene);
        captions =
                scene.captions().stream()
                        .map(caption ->
                                List.of(caption.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")))
                        .toList();
        captions.forEach(words::addAll);
        scene.boxes().stream().map(Box::thing).forEach(boxed::add);
    }

    Scene scene() {
        return scene;
    }

    /// Whether a thing is to be seen.
    enum Verdict {
        THERE,
        ABSENT,
        UNKNOWN
    }

    /// @param marked categories that the source's boxes mark
    Verdict of(SpokenThing thing, Set<String> marked) {
        String category = thing.noun().category();
        if (boxed.contains(category)) {
            return Verdict.THERE;
        }
        boolean boxes = !boxed.isEmpty() && marked.contains(category);
        boolean enough = captions.size() >= FEWEST_CAPTIONS;
        long saying = captions.stream().filter(caption -> hasAny(caption, thing.says())).count();
        if (saying >= AGREEING_ON_PRESENCE && enough && !boxes) {
            return Verdict.THERE;
        }
        if (saying > 0 || hasAny(words, thing.may()) || hasAny(boxed, thing.may())) {
            return Verdict.UNKNOWN;
        }
        boolean silent = enough && thing.silence() == SpokenThing.Silence.ABSENT;
        return boxes || silent ? Verdict.ABSENT : Verdict.UNKNOWN;
    }

    /// How many there are, if boxes or at least three captions say the same and none another.
    ///
    /// @return `1..4`
    OptionalInt number(SpokenThing thing) {
        if (!thing.isCounted()) {
            return OptionalInt.empty();
        }
        if (!boxed.isEmpty()) {
            return facts.countable().stream()
                    .filter(tally -> tally.noun().category().equals(thing.noun().category()))
                    .mapToInt(Tally::count)
                    .filter(count -> count <= NUMBERS.size())
                    .findFirst();
        }
        int said = 0;
        int agreeing = 0;
        for (var caption : captions) {
            int number = number(String.join(" ", caption), thing.noun());
            if (number > 0) {
                if (said > 0 && said != number) {
                    return OptionalInt.empty();
                }
                said = number;
                agreeing++;
            }
        }
        boolean sure = agreeing >= AGREEING_ON_NUMBER && (said > 1 || !hasAny(words, SEVERAL));
        return sure ? OptionalInt.of(said) : OptionalInt.empty();
    }

    /// @return 0 if the caption does not say it
    private static int number(String caption, Noun noun) {
        var one = Pattern.compile("\\b(?:a|an|one) (?:\\p{L}+ ){0,2}?" + noun.singular() + "\\b");
        var several =
                Pattern.compile("\\b(two|three|four) (?:\\p{L}+ ){0,2}?" + noun.plural() + "\\b")
                        .matcher(caption);
        if (several.find()) {
            int number = NUMBERS.indexOf(several.group(1)) + 1;
            return several.find() ? 0 : number;
        }
        boolean more = Pattern.compile("\\b" + noun.plural() + "\\b").matcher(caption).find();
        return !more && one.matcher(caption).results().count() == 1 ? 1 : 0;
    }

    private static boolean hasAny(Iterable<String> said, Set<String> words) {
        for (String word : said) {
            if (words.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
