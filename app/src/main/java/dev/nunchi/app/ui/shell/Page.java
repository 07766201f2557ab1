package dev.nunchi.app.ui.shell;

/// What the middle of the window shows.
public enum Page {
    CHAT,
    MODELS,
    TRAIN,
    SETTINGS
}
