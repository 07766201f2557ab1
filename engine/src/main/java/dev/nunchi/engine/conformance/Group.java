package dev.nunchi.engine.conformance;

import java.util.Locale;

/// What a check is about; a run can be restricted to some of them.
public enum Group {
    /// Pictures to pixel values.
    PREPROCESS,
    /// Texts, templates and tokens.
    TOKENIZE,
    /// Probabilities of the next token.
    SAMPLE,
    /// Features and logits.
    FORWARD,
    /// Greedy answers.
    GENERATE,
    /// Losses and projector gradients; adapters and optimiser steps are known, not computed.
    TRAIN;

    /// As the command line spells it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
