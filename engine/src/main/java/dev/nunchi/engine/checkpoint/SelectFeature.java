package dev.nunchi.engine.checkpoint;

/// Which rows of the selected hidden state become image tokens.
public enum SelectFeature {
    /// All but the class token (`patch`, Hugging Face: `default`).
    PATCH,
    /// Every row.
    FULL,
    /// All but the first row of a tower that has no class token: what Hugging Face's `default` does
    /// there.
    ALL_BUT_FIRST
}
