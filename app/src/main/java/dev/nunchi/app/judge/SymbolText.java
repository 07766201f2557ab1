package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;

import java.util.Locale;

/// A picture in symbols, as a text-only teacher or judge is told of it.
final class SymbolText {
    private SymbolText() {}

    /// Captions, one a line, then one line for each box.
    static String of(Scene scene) {
        var text = new StringBuilder();
        scene.captions().forEach(caption -> text.append(caption.strip()).append('\n'));
        scene.boxes().forEach(box -> text.append(line(box)).append('\n'));
        return text.toString().strip();
    }

    private static String line(Box box) {
        return String.format(
                Locale.ROOT,
                "%s: [%.3f, %.3f, %.3f, %.3f]",
                box.category(),
                box.x0(),
                box.y0(),
                box.x1(),
                box.y1());
    }
}
