package dev.nunchi.app.ui.command;

import javafx.scene.input.KeyCombination;

import java.util.List;

/// Keys that work in one place only and are handled there, such as Enter where a question is
/// written: listed beside the commands, run by none of them.
///
/// @param key of the words that say what they do
/// @param keys any of them does it
public record LocalKeys(Group group, String key, List<KeyCombination> keys) {
    public LocalKeys {
        keys = List.copyOf(keys);
    }

    /// @param combinations as JavaFX names them, e.g. `Shift+Enter`
    public static LocalKeys of(Group group, String key, String... combinations) {
        var parsed = List.of(combinations).stream().map(KeyCombination::valueOf).toList();
        return new LocalKeys(group, key, parsed);
    }
}
