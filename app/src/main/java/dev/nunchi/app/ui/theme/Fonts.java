package dev.nunchi.app.ui.theme;

import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The bundled typeface: Latin and Hangul. Once loaded it also serves the system's family as a
/// fallback, so that Hangul is never drawn as boxes.
final class Fonts {
    private static final List<String> FILES =
            List.of("Pretendard-Regular.otf", "Pretendard-SemiBold.otf");

    private Fonts() {}

    /// Loading twice costs nothing: JavaFX knows the font by name.
    static void load() {
        FILES.forEach(Fonts::load);
    }

    private static void load(String file) {
        try (InputStream font = Fonts.class.getResourceAsStream("fonts/" + file)) {
            if (Font.loadFont(font, -1) == null) {
                throw new IllegalStateException("cannot load the bundled font " + file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
