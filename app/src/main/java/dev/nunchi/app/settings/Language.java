package dev.nunchi.app.settings;

/// The language of the window.
public enum Language {
    SYSTEM,
    EN,
    KO
}
