package dev.nunchi.app.settings;

/// Whether things may move on the screen.
public enum Motion {
    FULL,
    REDUCED
}
