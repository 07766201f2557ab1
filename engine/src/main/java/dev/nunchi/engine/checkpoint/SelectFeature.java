package dev.nunchi.engine.checkpoint;

/// Which rows of the selected hidden state become image tokens.
public enum SelectFeature {
    /// All but the class token (`patch`, Hugging Face: `default`).
    PATCH,
    /// Every row.
    FULL
}
