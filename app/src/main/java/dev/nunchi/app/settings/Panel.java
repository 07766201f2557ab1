package dev.nunchi.app.settings;

/// Whether a side of the window is open.
public enum Panel {
    SHOWN,
    HIDDEN
}
