package dev.nunchi.engine.progress;

/// What a long call is doing, for a progress line in the user's language.
public enum Stage {
    COPYING_MODEL,
    QUANTISING_MODEL,
    CHECKING_MODEL,
    COMPILING_MODEL,
    LOADING_MODEL,
    READING_PICTURE,
    ENCODING_PICTURE,
    READING_PROMPT,
    ANSWERING,
    READING_DATA,
    EVALUATING,
    MEASURING_STEPS
}
