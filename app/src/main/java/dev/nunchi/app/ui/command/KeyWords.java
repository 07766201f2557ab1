package dev.nunchi.app.ui.command;

import javafx.scene.input.KeyCombination;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Keys as they are printed on keyboards.
public final class KeyWords {
    /// JavaFX writes these out as words.
    private static final Map<String, String> PRINTED =
            Map.of(
                    "Escape", "Esc",
                    "Comma", ",",
                    "Slash", "/",
                    "Equals", "=",
                    "Minus", "-",
                    "Plus", "+");

    private KeyWords() {}

    /// E.g. `Ctrl`, `Shift`, `N`, in the order in which they are pressed.
    public static List<String> of(KeyCombination keys) {
        String shown = keys.getDisplayText();
        // A plus sign stands between the keys, and may be one itself.
        boolean plus = shown.endsWith("+");
        var parts =
                new ArrayList<>(
                        List.of(
                                (plus ? shown.substring(0, shown.length() - 1) : shown)
                                        .split("\\+")));
        parts.removeIf(String::isBlank);
        if (plus) {
            parts.add("+");
        }
        return parts.stream().map(part -> PRINTED.getOrDefault(part, part)).toList();
    }

    /// In one line, e.g. `Ctrl+N`.
    public static String line(KeyCombination keys) {
        return String.join("+", of(keys));
    }
}
