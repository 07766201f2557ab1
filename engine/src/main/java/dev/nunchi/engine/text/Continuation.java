package dev.nunchi.engine.text;

/// How a rendered conversation ends.
public enum Continuation {
    /// With the layout's opening of an answer, so that the model speaks next.
    GENERATION_PROMPT,
    /// Within the last message, an answer that the model goes on with: what precedes it is laid out
    /// as for [#GENERATION_PROMPT], its text stands behind as it was made.
    OPEN_ANSWER,
    /// After the last message, as for training and scoring.
    NONE
}
