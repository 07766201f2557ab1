package dev.nunchi.app.l10n;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.curate.Finding;

/// What checks of instruction data found, in the person's language.
public final class CheckWords {
    private final Messages messages;

    public CheckWords(Messages messages) {
        this.messages = messages;
    }

    /// The check's name, e.g. `Leaked coordinates`.
    public String name(CheckName check) {
        return messages.text(key(check) + ".name");
    }

    /// What was found, as a sentence with the row's own words.
    public String reason(Finding finding) {
        return messages.text(key(finding.check()) + ".reason", finding.detail());
    }

    private static String key(CheckName check) {
        return switch (check) {
            case MENTIONS_SOURCE -> "checks.mentionsSource";
            case UNSUPPORTED_OBJECT -> "checks.unsupportedObject";
            case LEAKED_COORDINATES -> "checks.leakedCoordinates";
            case REFUSAL -> "checks.refusal";
            case LENGTH -> "checks.length";
            case CUT_OFF -> "checks.cutOff";
            case REPETITION -> "checks.repetition";
            case WRONG_LANGUAGE -> "checks.wrongLanguage";
            case NEAR_DUPLICATE -> "checks.nearDuplicate";
            case UNBALANCED -> "checks.unbalanced";
        };
    }
}
