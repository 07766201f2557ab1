package dev.nunchi.engine.eval;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The list behind [ObjectWords], whose form its own head tells.
final class ObjectLexicon {
    private static final String LIST = "objects.txt";
    private static final String COMPOUNDS = "-";
    private static final int LONGEST = 3;

    /// They come first in the list.
    private static final int COCO_CATEGORIES = 80;

    /// What may follow a Korean noun within its word.
    private static final Pattern PARTICLES =
            Pattern.compile(
                    "(?:들)?(?:은|는|이|가|을|를|에|에서|에게|한테|도|만|와|과|랑|이랑|하고|의|로|으로|까지|부터|처럼"
                            + "|보다|마다|이나|나|이고|이며|이다|입니다|이에요|예요|인|이라|라|뿐|께서|이지만|이었|였|쪽|밖|밑|옆|위|앞|뒤)*");

    /// What proves that a short Korean word is a noun: these alone end no verb or adverb.
    private static final Pattern PROOF = Pattern.compile("(?:들.*|은|는|이|가|을|를|와|과|랑|에게|한테|의)");

    private static final Pattern NUMBER =
            Pattern.compile("\\d+|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|여러|몇|하나|둘|셋|넷");

    /// English words that may follow a noun that is the last of its phrase.
    private static final Set<String> AFTER_NOUN =
            Set.of(
                    ("a an the and or but nor on in at is are was were be has have had with without of"
                                    + " by to from near under over behind beside next for that which"
                                    + " while as can could may might will would being who there it its"
                                    + " into onto through between against along beneath above below"
                                    + " inside outside during across around off up down stands sits"
                                    + " lies hangs rests appears seems looks so than then too also")
                            .split(" "));

    /// @param things categories; none for a name in which no part is a thing of its own
    /// @param starred whether a text must prove that the word is a noun
    private record Entry(Set<String> things, boolean starred) {}

    /// What stands at a place of a text.
    ///
    /// @param tokens how many of them it takes
    record Match(Set<String> things, int tokens) {}

    private final Set<String> categories = new LinkedHashSet<>();
    private final Map<String, Entry> words = new HashMap<>();
    private final Map<String, Set<String>> grantedBy = new HashMap<>();

    private ObjectLexicon() {}

    static ObjectLexicon load() {
        var lexicon = new ObjectLexicon();
        try (InputStream input = ObjectLexicon.class.getResourceAsStream(LIST)) {
            if (input == null) {
                throw new IllegalStateException("no resource " + LIST);
            }
            new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(lexicon::add);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
        return lexicon;
    }

    private void add(String line) {
        int colon = line.indexOf(':');
        String category = line.substring(0, colon);
        String[] columns = line.substring(colon + 1).split("\\|", -1);
        Set<String> things = category.equals(COMPOUNDS) ? Set.of() : Set.of(category);
        categories.addAll(things);
        for (String word : (columns[0] + "," + columns[1]).split(",", -1)) {
            addWord(word.strip(), things);
        }
        if (columns.length > 2) {
            for (String word : columns[2].split(",", -1)) {
                grantedBy.merge(word.strip(), things, ObjectLexicon::union);
            }
        }
    }

    private void addWord(String word, Set<String> things) {
        boolean starred = word.endsWith("*");
        String key = starred ? word.substring(0, word.length() - 1) : word;
        if (!key.isEmpty()) {
            words.merge(
                    key,
                    new Entry(things, starred),
                    (a, b) -> new Entry(union(a.things(), b.things()), a.starred() || b.starred()));
        }
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        var all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    boolean isCategory(String name) {
        return categories.contains(name);
    }

    boolean isOfCoco(String category) {
        return categories.stream().limit(COCO_CATEGORIES).anyMatch(category::equals);
    }

    /// The longest name that begins at a token, if it is a noun there.
    Optional<Match> longest(List<ObjectToken> tokens, int place) {
        for (int length = longestFrom(tokens, place); length > 0; length--) {
            for (String key : keys(tokens, place, length)) {
                var entry = words.get(key);
                if (entry != null) {
                    return !entry.starred() || isProved(tokens, place, length, key)
                            ? Optional.of(new Match(entry.things(), length))
                            : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// Every category that a name at a token may mean or takes for granted.
    Set<String> widest(List<ObjectToken> tokens, int place) {
        var things = new HashSet<String>();
        for (int length = longestFrom(tokens, place); length > 0; length--) {
            for (String key : keys(tokens, place, length)) {
                var entry = words.get(key);
                if (entry != null) {
                    things.addAll(entry.things());
                }
                things.addAll(grantedBy.getOrDefault(key, Set.of()));
            }
        }
        return things;
    }

    /// How many tokens from a place on may belong to one name.
    private static int longestFrom(List<ObjectToken> tokens, int place) {
        int length = 1;
        while (length < LONGEST
                && place + length < tokens.size()
                && tokens.get(place + length - 1).joined()) {
            length++;
        }
        return length;
    }

    /// What some tokens may be in the list: without the plural's ending, or a Korean particle.
    private static List<String> keys(List<ObjectToken> tokens, int place, int length) {
        var before = new StringBuilder();
        for (var token : tokens.subList(place, place + length - 1)) {
            before.append(token.word()).append(' ');
        }
        var last = tokens.get(place + length - 1);
        var forms = last.isHangul() ? stems(last.word()) : last.forms();
        return forms.stream().map(form -> before + form).toList();
    }

    private static List<String> stems(String word) {
        return IntStream.iterate(word.length(), end -> end > 0, end -> end - 1)
                .filter(end -> PARTICLES.matcher(word.substring(end)).matches())
                .mapToObj(end -> word.substring(0, end))
                .toList();
    }

    private static boolean isProved(List<ObjectToken> tokens, int place, int length, String key) {
        int end = place + length;
        var last = tokens.get(end - 1);
        Optional<ObjectToken> next =
                end < tokens.size() && last.joined()
                        ? Optional.of(tokens.get(end))
                        : Optional.empty();
        String before = place > 0 ? tokens.get(place - 1).word() : "";
        if (last.isHangul()) {
            String stem = key.substring(key.lastIndexOf(' ') + 1);
            String particle = last.word().substring(stem.length());
            // "두 개의": the word for dogs also counts things.
            return !NUMBER.matcher(before).matches()
                    && (PROOF.matcher(particle).matches()
                            || (particle.isEmpty()
                                    && next.filter(ObjectLexicon::isNumber).isPresent()));
        }
        return !before.equals("to") && next.map(ObjectLexicon::endsPhrase).orElse(true);
    }

    private static boolean isNumber(ObjectToken token) {
        return NUMBER.matcher(token.word()).matches();
    }

    private static boolean endsPhrase(ObjectToken next) {
        String word = next.word();
        return next.isHangul()
                || AFTER_NOUN.contains(word)
                || word.endsWith("ing")
                || word.endsWith("ed");
    }
}
