package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.TeachingLanguage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Things and numbers as they stand in sentences of one language.
record Wording(TeachingLanguage language) {
    /// The highest number that is said exactly: of more, annotators lose count.
    static final int COUNTED = 10;

    private static final List<String> NUMBERS =
            List.of(
                    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten");

    /// Fills the gaps of one thing: `x`, `x.the`, `x.a`, `x.many`, `x.num`, `x.counted`, `x.some`,
    /// `x.counter`, `x.is`.
    void put(Map<String, String> values, String gap, Tally tally) {
        var noun = tally.noun();
        boolean korean = language == TeachingLanguage.KO;
        values.put(gap, korean ? noun.korean() : noun.singular());
        values.put(gap + ".the", korean ? noun.korean() : "the " + noun.singular());
        values.put(gap + ".a", korean ? noun.korean() : article(noun.singular()));
        values.put(gap + ".many", korean ? noun.korean() : noun.plural());
        values.put(gap + ".num", number(tally));
        values.put(gap + ".counter", noun.counter());
        values.put(gap + ".counted", counted(tally));
        values.put(gap + ".some", some(tally));
        values.put(gap + ".is", tally.isOne() ? "is" : "are");
    }

    /// The gaps of two things.
    Map<String, String> pair(Tally x, Tally y) {
        var values = new HashMap<String, String>();
        put(values, "x", x);
        put(values, "y", y);
        return values;
    }

    /// The gaps of one thing.
    Map<String, String> one(Tally x) {
        var values = new HashMap<String, String>();
        put(values, "x", x);
        return values;
    }

    /// A number before a thing: `two`, `두`; `many`, `some`, `여러` for what is not counted.
    String number(Tally tally) {
        boolean exact = tally.isExact();
        return language == TeachingLanguage.KO
                ? exact ? Korean.numeral(tally.count()) : "여러"
                : exact ? NUMBERS.get(tally.count()) : tally.count() > COUNTED ? "many" : "some";
    }

    /// An exact number before a thing.
    ///
    /// @param count at most [#COUNTED]
    String numeral(int count) {
        return language == TeachingLanguage.KO ? Korean.numeral(count) : NUMBERS.get(count);
    }

    /// A number by itself, in words where the language likes them.
    String figure(int number) {
        return language == TeachingLanguage.KO || number > COUNTED
                ? String.valueOf(number)
                : NUMBERS.get(number);
    }

    private String counted(Tally tally) {
        var noun = tally.noun();
        return switch (language) {
            case EN -> number(tally) + " " + (tally.isOne() ? noun.singular() : noun.plural());
            case KO -> noun.korean() + " " + number(tally) + " " + noun.counter();
        };
    }

    private String some(Tally tally) {
        return language == TeachingLanguage.EN && tally.isOne()
                ? article(tally.noun().singular())
                : counted(tally);
    }

    /// `a dog, two cats and many people`.
    String list(List<Tally> tallies) {
        return enumeration(tallies.stream().map(this::some).toList());
    }

    /// Words in a row, with what stands before the last one.
    String enumeration(List<String> words) {
        if (words.size() == 1 || language == TeachingLanguage.KO) {
            return String.join(", ", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    /// `a dog`, `an oven`.
    static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }
}
