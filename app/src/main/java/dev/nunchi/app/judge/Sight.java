package dev.nunchi.app.judge;

import java.util.Locale;

/// What a candidate is shown with a question.
public enum Sight {
    /// The picture that the question is about.
    OWN,
    /// Another picture of the benchmark: whoever scores as high on it does not look.
    SHUFFLED,
    /// No picture at all.
    WITHHELD;

    /// As files and options spell it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
