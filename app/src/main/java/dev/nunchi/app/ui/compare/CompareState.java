package dev.nunchi.app.ui.compare;

/// Where a comparison stands.
public enum CompareState {
    /// There is nothing to ask.
    NO_QUESTION,
    /// Who shall answer is being chosen.
    CHOOSING,
    /// Some of the answers are on their way.
    ANSWERING,
    /// All answers are there, without names, and wait for a vote.
    VOTING,
    /// All answers are there, with their names.
    SHOWN
}
