package dev.nunchi.app.ui.theme;

import dev.nunchi.app.settings.Theme;

import javafx.application.ColorScheme;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Dresses scenes and keeps them dressed: follows the chosen theme, and the system where that says
/// so. The window's frame follows through the scene's own preferences.
///
/// Tokens are swapped as whole sheets, since pop-ups inherit sheets but no style classes.
public final class Appearance {
    private static final String BASE = sheet("theme.css");

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.SYSTEM);
    private final BooleanProperty reduceMotion = new SimpleBooleanProperty();
    private final ObjectProperty<Double> zoom = new SimpleObjectProperty<>(1.0);

    public Appearance() {
        Fonts.load();
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /// Asks for less motion than the system does; the system's wish counts in any case.
    public BooleanProperty reduceMotionProperty() {
        return reduceMotion;
    }

    /// How large everything is: 1 for the usual size.
    public ObjectProperty<Double> zoomProperty() {
        return zoom;
    }

    /// The root of a scene in which a view is as large as [#zoomProperty] says.
    public Parent root(Node view) {
        return new Magnified(view, zoom);
    }

    /// Dresses a scene, now and whenever the theme, the size or the system changes. The scene may
    /// have no stylesheets of its own; views bring theirs at their root node.
    public void dress(Scene scene) {
        theme.subscribe(_ -> apply(scene));
        zoom.subscribe(_ -> apply(scene));
        reduceMotion.subscribe(
                reduce -> scene.getPreferences().setReducedMotion(reduce ? Boolean.TRUE : null));
        scene.getPreferences().colorSchemeProperty().subscribe(_ -> apply(scene));
    }

    private void apply(Scene scene) {
        scene.getPreferences().setColorScheme(frame());
        var sheets = List.of(BASE, PopUpSizes.sheet(zoom.get()), sheet(tokens(scene)));
        if (!scene.getStylesheets().equals(sheets)) {
            scene.getStylesheets().setAll(sheets);
        }
    }

    private @Nullable ColorScheme frame() {
        return switch (theme.get()) {
            case SYSTEM -> null;
            case LIGHT -> ColorScheme.LIGHT;
            case DARK, HIGH_CONTRAST -> ColorScheme.DARK;
        };
    }

    private String tokens(Scene scene) {
        if (theme.get() == Theme.HIGH_CONTRAST) {
            return "contrast.css";
        }
        return switch (scene.getPreferences().getColorScheme()) {
            case LIGHT -> "light.css";
            case DARK -> "dark.css";
        };
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Appearance.class.getResource(name), name).toExternalForm();
    }
}
