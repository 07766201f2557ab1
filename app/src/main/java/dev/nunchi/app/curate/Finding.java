package dev.nunchi.app.curate;

import java.util.Optional;

/// What a check found; `app.l10n.CheckWords` says it in the person's language.
///
/// @param score `0..1`: 0 is certainly bad, 1 would be fine
/// @param detail what was found, in the row's own words: a phrase, a number of words, the id of
///   another row; at most 80 characters
/// @param turn index in [dev.nunchi.app.teach.InstructionRow#turns]; empty if it is about all
public record Finding(CheckName check, double score, String detail, Optional<Integer> turn) {
    private static final int LONGEST_DETAIL = 80;

    public Finding {
        if (!(0 <= score && score <= 1)) {
            throw new IllegalArgumentException("score " + score);
        }
        if (detail.codePointCount(0, detail.length()) > LONGEST_DETAIL) {
            int end = detail.offsetByCodePoints(0, LONGEST_DETAIL - 1);
            detail = detail.substring(0, end) + "…";
        }
    }

    /// A finding in one turn.
    static Finding in(int turn, CheckName check, double score, String detail) {
        return new Finding(check, score, detail, Optional.of(turn));
    }

    /// A finding about a whole row or set.
    static Finding of(CheckName check, double score, String detail) {
        return new Finding(check, score, detail, Optional.empty());
    }
}
