package dev.nunchi.app.store;

/// What a reviewer does with a row.
public sealed interface ReviewDecision {
    /// Keeps it as it is now: with the reviewer's changes, if there are any.
    record Accept() implements ReviewDecision {}

    /// Leaves it out. Changes that were made stay with it.
    record Reject() implements ReviewDecision {}

    /// Keeps it with changes.
    ///
    /// @param line the whole row, in place of the one that was imported
    record Edit(String line) implements ReviewDecision {}

    /// Takes changes back and keeps the row as it was imported.
    record Restore() implements ReviewDecision {}
}
