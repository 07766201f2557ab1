package dev.nunchi.app.ui.theme;

import javafx.scene.Parent;

/// The stylesheet of a view, which lies beside its class.
public final class Stylesheet {
    private Stylesheet() {}

    /// Adds a stylesheet of the package of `view` to it.
    ///
    /// @param name of the file
    public static void addTo(Parent view, String name) {
        var url = view.getClass().getResource(name);
        if (url == null) {
            throw new IllegalStateException(name + " does not lie beside " + view.getClass());
        }
        view.getStylesheets().add(url.toExternalForm());
    }
}
