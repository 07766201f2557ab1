package dev.nunchi.app.settings;

/// The colours of the window.
public enum Theme {
    SYSTEM,
    LIGHT,
    DARK,
    HIGH_CONTRAST
}
