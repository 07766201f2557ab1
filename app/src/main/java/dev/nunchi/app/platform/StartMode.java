package dev.nunchi.app.platform;

/// How the window starts.
public enum StartMode {
    /// With the person's settings and the model that was in use.
    USUAL,
    /// With nothing that may have kept it from starting: default settings, no model, no adapter.
    SAFE
}
