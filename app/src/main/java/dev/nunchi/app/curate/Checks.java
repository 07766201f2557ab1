package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.TeachingLanguage;

import java.util.List;
import java.util.Optional;

/// All checks that look at one row by itself. Thread-safe; rows with others are for [SetChecks].
///
/// English and Korean rows are understood. Checks go by words and lists, so that a person can see
/// why a row fell; none of them asks a model.
public final class Checks {
    private final List<RowCheck> checks;

    private Checks(List<RowCheck> checks) {
        this.checks = checks;
    }

    /// @param language of all rows; empty if each row may be in either, as long as it stays in it
    public static Checks of(Optional<TeachingLanguage> language) {
        return new Checks(
                List.of(
                        PhraseCheck.sourceMentions(),
                        PhraseCheck.refusals(),
                        new UnsupportedObjects(),
                        new LeakedCoordinates(),
                        new LengthCheck(),
                        new RepetitionCheck(),
                        new LanguageCheck(language)));
    }

    /// What is wrong with a row, in no order of weight.
    ///
    /// @return nothing if all is well
    public List<Finding> check(InstructionRow row) {
        return checks.stream().flatMap(check -> check.check(row).stream()).toList();
    }

    /// The score of what was found: that of the worst.
    ///
    /// @return `0..1`; 1 if nothing was found
    public static double score(List<Finding> findings) {
        return findings.stream().mapToDouble(Finding::score).min().orElse(1);
    }
}
