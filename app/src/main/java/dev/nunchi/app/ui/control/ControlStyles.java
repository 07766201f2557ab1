package dev.nunchi.app.ui.control;

import javafx.scene.Parent;

/// The stylesheet of these controls.
public final class ControlStyles {
    private ControlStyles() {}

    /// Adds the stylesheet to a page that holds such controls.
    public static void addTo(Parent page) {
        var url = ControlStyles.class.getResource("control.css");
        if (url == null) {
            throw new IllegalStateException("control.css is not on the class path");
        }
        page.getStylesheets().add(url.toExternalForm());
    }
}
