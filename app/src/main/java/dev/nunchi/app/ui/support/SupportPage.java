package dev.nunchi.app.ui.support;

/// What stands in front of the window.
public enum SupportPage {
    /// Tells that the last starts failed and what was left out of this one.
    SAFE_START,
    LOG,
    DIAGNOSTICS
}
