package dev.nunchi.app.ui.command;

import java.text.Normalizer;
import java.util.Locale;
import java.util.OptionalInt;

/// How well words fit what was typed: each typed word must stand in them. Korean can be typed by
/// first sounds, as Koreans abbreviate: ㅅㄷㅎ finds 새 대화.
final class Match {
    private static final int AT_START = 0;
    private static final int AT_WORD = 1;
    private static final int WITHIN = 2;
    private static final int BY_SOUNDS = 3;
    private static final char FIRST_SYLLABLE = '가';
    private static final char LAST_SYLLABLE = '힣';
    private static final int SYLLABLES_OF_A_SOUND = 588;
    private static final String SOUNDS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

    private Match() {}

    /// @return the less the better; empty if they do not fit
    static OptionalInt rank(String typed, String words) {
        String plain = plain(words);
        int rank = 0;
        for (String part : plain(typed).strip().split("\\s+")) {
            var one = rankOf(part, plain);
            if (one.isEmpty()) {
                return one;
            }
            rank += one.getAsInt();
        }
        return OptionalInt.of(rank);
    }

    private static OptionalInt rankOf(String part, String plain) {
        int at = plain.indexOf(part);
        if (at == 0) {
            return OptionalInt.of(AT_START);
        }
        if (at > 0) {
            boolean word = !Character.isLetterOrDigit(plain.charAt(at - 1));
            return OptionalInt.of(word ? AT_WORD : WITHIN);
        }
        boolean sounds = part.chars().allMatch(c -> SOUNDS.indexOf(c) >= 0);
        return sounds && firstSounds(plain).contains(part)
                ? OptionalInt.of(BY_SOUNDS)
                : OptionalInt.empty();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /// Spaces left out: nobody types them between sounds.
    private static String firstSounds(String plain) {
        var sounds = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE) {
                sounds.append(SOUNDS.charAt((c - FIRST_SYLLABLE) / SYLLABLES_OF_A_SOUND));
            }
        }
        return sounds.toString();
    }
}
