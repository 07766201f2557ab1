package dev.nunchi.app.curate;

import java.util.Locale;

/// What may be wrong with instruction data.
public enum CheckName {
    /// Words of the captions and boxes that the teacher got, which nobody sees in the picture.
    MENTIONS_SOURCE,
    /// A thing that neither captions nor boxes support.
    UNSUPPORTED_OBJECT,
    /// Numbers of boxes in the text.
    LEAKED_COORDINATES,
    /// The teacher speaks of itself, or does not answer.
    REFUSAL,
    /// Too short or too long for its kind.
    LENGTH,
    /// An answer that ends within a sentence.
    CUT_OFF,
    /// The same words again and again.
    REPETITION,
    /// Another language than the row's, or several.
    WRONG_LANGUAGE,
    /// Almost the words of an earlier row.
    NEAR_DUPLICATE,
    /// A set in which a kind, or an answer, is much rarer than another.
    UNBALANCED;

    /// As reports and options spell it, e.g. `leaked-coordinates`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
