package dev.nunchi.engine.generate;

/// Why an answer ended. None of these is an error.
public enum FinishReason {
    /// The model ended its turn.
    STOP,
    /// The limit of new tokens was reached.
    LENGTH,
    /// The context holds no more tokens.
    CONTEXT_FULL,
    /// The answer ran in a circle and was ended.
    REPETITION,
    /// The user stopped it.
    CANCELLED
}
