package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Scene;

/// A picture in symbols, as a text-only teacher or judge is told of it.
final class SymbolText {
    private SymbolText() {}

    /// Captions, one a line, then one line for each box.
    static String of(Scene scene) {
        var text = new StringBuilder();
        scene.captions().forEach(caption -> text.append(caption.strip()).append('\n'));
        scene.boxes().forEach(box -> text.append(box.symbols()).append('\n'));
        return text.toString().strip();
    }
}
