package dev.nunchi.app.settings;

import java.util.Optional;

/// How the window was left.
///
/// @param bounds empty until the window was first shown
public record Frame(Optional<Bounds> bounds, Panel sideBar, Panel inspector) {
    /// Place and size on the screen, in the units of JavaFX.
    public record Bounds(double x, double y, double width, double height) {}

    public static Frame defaults() {
        return new Frame(Optional.empty(), Panel.SHOWN, Panel.HIDDEN);
    }

    public Frame withBounds(Bounds value) {
        return new Frame(Optional.of(value), sideBar, inspector);
    }

    public Frame withSideBar(Panel value) {
        return new Frame(bounds, value, inspector);
    }

    public Frame withInspector(Panel value) {
        return new Frame(bounds, sideBar, value);
    }
}
