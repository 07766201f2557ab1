package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns, and sentences of turns, in another language than the row's.
final class LanguageCheck implements RowCheck {
    private static final double WHOLE_TURN = 0;
    private static final double SENTENCE = 0.2;

    /// A shorter piece is a name or what a sign says.
    private static final int SENTENCE_WORDS = 4;

    private final Optional<TeachingLanguage> wanted;

    /// @param wanted empty: that of the row's first words, if it is one of ours
    LanguageCheck(Optional<TeachingLanguage> wanted) {
        this.wanted = wanted;
    }

    @Override
    public List<Finding> check(InstructionRow row) {
        var language = wanted.map(LanguageCheck::of).or(() -> first(row));
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < row.turns().size(); i++) {
            var turn = row.turns().get(i);
            if (turn.role() != Role.SYSTEM) {
                check(i, turn.text(), language).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static TextLanguage of(TeachingLanguage language) {
        return switch (language) {
            case EN -> TextLanguage.ENGLISH;
            case KO -> TextLanguage.KOREAN;
        };
    }

    private static Optional<TextLanguage> first(InstructionRow row) {
        return row.turns().stream()
                .map(turn -> TextLanguage.of(turn.text()))
                .filter(language ->
                        language == TextLanguage.ENGLISH || language == TextLanguage.KOREAN)
                .findFirst();
    }

    private static Optional<Finding> check(int turn, String text, Optional<TextLanguage> wanted) {
        if (isForeign(TextLanguage.of(text), wanted)) {
            return Optional.of(Finding.in(turn, CheckName.WRONG_LANGUAGE, WHOLE_TURN, text));
        }
        return TextWords.sentences(text).stream()
                .filter(sentence -> TextWords.count(sentence) >= SENTENCE_WORDS)
                .filter(sentence -> isForeign(TextLanguage.of(sentence), wanted))
                .findFirst()
                .map(sentence -> Finding.in(turn, CheckName.WRONG_LANGUAGE, SENTENCE, sentence));
    }

    private static boolean isForeign(TextLanguage language, Optional<TextLanguage> wanted) {
        return switch (language) {
            case UNKNOWN -> false;
            case OTHER -> true;
            case ENGLISH, KOREAN -> wanted.isPresent() && wanted.get() != language;
        };
    }
}
