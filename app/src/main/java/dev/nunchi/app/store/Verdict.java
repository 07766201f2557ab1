package dev.nunchi.app.store;

/// What a reviewer made of a row.
public enum Verdict {
    /// Kept as it was made.
    ACCEPTED,
    /// Kept with changes.
    EDITED,
    /// Left out.
    REJECTED;

    /// Whether the row is learnt from.
    public boolean keeps() {
        return this != REJECTED;
    }
}
