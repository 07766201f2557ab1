package dev.nunchi.app.curate;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;

/// The language of a text, by its script and its commonest words.
enum TextLanguage {
    ENGLISH,
    KOREAN,
    /// Neither.
    OTHER,
    /// Too short to say: a number, a name, "Pizza."
    UNKNOWN;

    private static final Set<String> ENGLISH_WORDS =
            words(
                    "a the an is are was were be been has have had of and with for from that this"
                            + " these those there it its they them their he she his her what which"
                            + " who where when why how you your we our not does do did can could"
                            + " will would at by on to in or as but into yes no near some two"
                            + " up down out over under next around behind while all many");

    /// Commonest words of other languages in Latin letters that English does not have.
    private static final Set<String> OTHER_WORDS =
            words(
                    "der die das und ist ein eine einen einem nicht mit auf im den dem des sind"
                            + " zwei sich von zu le la les une est et dans sur avec du aux pour qui"
                            + " deux sont il elle el los las una en con del por que es y hay dos"
                            + " está lo gli che di della nel sono uno due e o os um uma com na não"
                            + " do de een het van op met zijn ett och är på som med i yang di dan"
                            + " ini itu sebuah seorang dengan trên một và có là của");

    private static final double SHARE = 0.3;
    private static final int FEWEST_LETTERS = 3;

    /// So many words of English prose hold one of the commonest.
    private static final int PROSE_WORDS = 8;

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }

    static TextLanguage of(String text) {
        int hangul = count(text, UnicodeScript.HANGUL);
        int latin = count(text, UnicodeScript.LATIN);
        int letters = (int) text.codePoints().filter(Character::isLetter).count();
        if (letters < FEWEST_LETTERS && hangul == 0) {
            return UNKNOWN;
        }
        if (letters - hangul - latin > SHARE * letters) {
            return OTHER;
        }
        return hangul > SHARE * letters ? KOREAN : ofLatin(text);
    }

    private static int count(String text, UnicodeScript script) {
        return (int)
                text.codePoints()
                        .filter(Character::isLetter)
                        .filter(letter -> UnicodeScript.of(letter) == script)
                        .count();
    }

    private static TextLanguage ofLatin(String text) {
        var words = TextWords.of(text);
        long english = words.stream().filter(ENGLISH_WORDS::contains).count();
        long other = words.stream().filter(OTHER_WORDS::contains).count();
        if (other > english && other > 1) {
            return OTHER;
        }
        if (english > 0) {
            return ENGLISH;
        }
        // A list of names has commas instead.
        long commas = text.chars().filter(letter -> letter == ',').count();
        return words.size() >= PROSE_WORDS && commas * PROSE_WORDS / 2 < words.size()
                ? OTHER
                : UNKNOWN;
    }
}
