package dev.nunchi.app.teach.symbolic;

import java.util.List;

/// Korean grammar, as far as sentences about things need it.
final class Korean {
    private static final char FIRST_SYLLABLE = '가';
    private static final char LAST_SYLLABLE = '힣';

    /// Syllables that differ in their final consonant only, the first of which has none.
    private static final int FINALS = 28;

    /// Digits whose names end in a consonant: 영, 일, 삼, 육, 칠, 팔.
    private static final String CONSONANT_DIGITS = "013678";

    private static final List<String> NUMERALS =
            List.of("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열");

    private Korean() {}

    /// The particle after a word.
    ///
    /// @param afterConsonant the form after a final consonant, e.g. `이`
    /// @param afterVowel the form after a vowel, e.g. `가`
    /// @return both, as `이(가)`, after a word of another script
    static String particle(String word, String afterConsonant, String afterVowel) {
        char last = word.charAt(word.length() - 1);
        if (last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE) {
            return (last - FIRST_SYLLABLE) % FINALS == 0 ? afterVowel : afterConsonant;
        }
        if (Character.isDigit(last)) {
            return CONSONANT_DIGITS.indexOf(last) < 0 ? afterVowel : afterConsonant;
        }
        return afterConsonant + "(" + afterVowel + ")";
    }

    /// A number as it stands before a counter.
    ///
    /// @param number from 1 to 10
    static String numeral(int number) {
        return NUMERALS.get(number);
    }

    /// Whether a text is Korean, by the letters that most of it is written in.
    static boolean isKorean(String text) {
        long letters = text.chars().filter(Character::isLetter).count();
        long hangul = text.chars().filter(c -> c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE).count();
        return hangul * 2 > letters;
    }
}
