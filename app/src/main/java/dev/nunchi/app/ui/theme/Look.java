package dev.nunchi.app.ui.theme;

/// Which tokens a window is drawn with.
public enum Look {
    /// Light or dark as the system says, live.
    SYSTEM,
    LIGHT,
    DARK,
    HIGH_CONTRAST
}
