package dev.nunchi.app.ui.shell;

/// What the middle of the window shows.
public enum Page {
    CHAT,
    MODELS,
    /// Rows to learn from: made, reviewed, counted.
    DATA,
    TRAIN,
    /// Whether a model got better.
    EVALUATE,
    SETTINGS,
    /// Several answers to a question of a conversation; part of the chat in the side bar.
    COMPARE
}
