package dev.nunchi.app.teach.symbolic;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// How a category of things is named in sentences.
///
/// @param category as boxes have it
/// @param singular English, with `pair of` and the like where one thing has no singular
/// @param korean the noun alone
/// @param counter Korean counter for it: `마리`, `대`, `개` …
/// @param kind `animal`, `vehicle`, `furniture`, `food`, `person` or `thing`
/// @param others other words, lower case, that captions may have for it
record Noun(
        String category,
        String singular,
        String plural,
        String korean,
        String counter,
        String kind,
        Set<String> others) {
    private static final int COLUMNS = 7;
    private static final List<String> NUMBERS =
            List.of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private static final Map<String, Noun> LISTED = listed();

    /// The noun of a category; one that is in no list is named by its own words.
    static Noun of(String category) {
        Noun listed = LISTED.get(category.toLowerCase(Locale.ROOT));
        return listed != null
                ? listed
                : new Noun(
                        category, category, pluralOf(category), category, "개", "thing", Set.of());
    }

    /// Whether a caption's words, lower case, may speak of it.
    boolean isSpokenOfIn(Set<String> words) {
        return List.of(
                                (category + " " + singular + " " + plural)
                                        .toLowerCase(Locale.ROOT)
                                        .split(" "))
                        .stream()
                        .anyMatch(word -> !word.equals("of") && words.contains(word))
                || others.stream().anyMatch(words::contains)
                || words.stream().anyMatch(word -> word.startsWith(korean));
    }

    /// Whether a caption speaks of another number of it: of several where there is one box, since
    /// annotators draw one around a bunch; or of a number that is not that of the boxes.
    boolean isOtherwiseIn(String caption, int count) {
        String text = caption.toLowerCase(Locale.ROOT);
        if (!plural.equals(singular)
                && count == 1
                && text.matches(
                        ".*\\b" + Pattern.quote(plural.toLowerCase(Locale.ROOT)) + "\\b.*")) {
            return true;
        }
        var number =
                Pattern.compile(
                                "\\b(two|three|four|five|six|seven|eight|nine|ten)\\s+(?:\\w+\\s+)?"
                                        + Pattern.quote(plural.toLowerCase(Locale.ROOT))
                                        + "\\b")
                        .matcher(text);
        return number.find() && NUMBERS.indexOf(number.group(1)) + 2 != count;
    }

    private static String pluralOf(String noun) {
        if (noun.matches(".*([sxz]|ch|sh)")) {
            return noun + "es";
        }
        return noun.matches(".*[^aeiou]y")
                ? noun.substring(0, noun.length() - 1) + "ies"
                : noun + "s";
    }

    private static Map<String, Noun> listed() {
        var nouns = new HashMap<String, Noun>();
        for (String line : Resources.lines("nouns.tsv")) {
            String[] columns = line.split("\t");
            if (columns.length != COLUMNS) {
                throw new IllegalStateException("nouns.tsv: " + line);
            }
            nouns.put(
                    columns[0],
                    new Noun(
                            columns[0],
                            columns[1],
                            columns[2],
                            columns[3],
                            columns[4],
                            columns[5],
                            Set.of(columns[6].split(","))));
        }
        return Map.copyOf(nouns);
    }
}
