package dev.nunchi.engine.generate;

/// Whether tokens are guessed ahead and read together, to be kept as far as the model would have
/// chosen them itself. An answer is the same either way, but for rounding: a run over several
/// tokens may add up in another order.
public enum Speculation {
    /// A token a run.
    OFF,
    /// Guesses that what an answer has begun to repeat goes on; see [Drafter].
    PROMPT_LOOKUP
}
