package dev.nunchi.engine.text;

/// How a rendered conversation ends.
public enum Continuation {
    /// With the layout's opening of an answer, so that the model speaks next.
    GENERATION_PROMPT,
    /// After the last message, as for training and scoring.
    NONE
}
