package dev.nunchi.app.settings;

/// Whether the desktop tells of long work that has ended while the window is not in front.
public enum Notifications {
    SHOWN,
    OFF
}
