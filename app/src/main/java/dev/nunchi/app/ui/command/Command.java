package dev.nunchi.app.ui.command;

import dev.nunchi.app.l10n.Messages;

import javafx.scene.input.KeyCombination;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Something that a person can do from anywhere in the window.
///
/// @param id in English, e.g. `page.train`; can be typed into the palette in any language
/// @param group under which the list of shortcuts shows it
/// @param title in the language that is given
/// @param keys any of them does it; the first one is shown
/// @param hindrance why it cannot be done now, as a key of [Messages]; empty if it can
/// @param act called on the FX thread, only while nothing hinders it
public record Command(
        String id,
        Group group,
        Function<Messages, String> title,
        List<KeyCombination> keys,
        Supplier<Optional<String>> hindrance,
        Runnable act) {
    public Command {
        keys = List.copyOf(keys);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a command needs an id");
        }
    }

    /// One that can always be done, without keys, titled by the key `command.ID`.
    public static Command of(String id, Group group, Runnable act) {
        return new Command(
                id,
                group,
                messages -> messages.text("command." + id),
                List.of(),
                Optional::empty,
                act);
    }

    /// @param words in the language that is given
    public Command titled(Function<Messages, String> words) {
        return new Command(id, group, words, keys, hindrance, act);
    }

    /// @param combinations as JavaFX names them, e.g. `Shortcut+N`
    public Command on(String... combinations) {
        var parsed = List.of(combinations).stream().map(KeyCombination::valueOf).toList();
        return new Command(id, group, title, parsed, hindrance, act);
    }

    /// @param reason empty while it can be done, else a key of [Messages]
    public Command unless(Supplier<Optional<String>> reason) {
        return new Command(id, group, title, keys, reason, act);
    }

    /// Does it, unless something hinders it.
    ///
    /// @return whether it was done
    public boolean run() {
        if (hindrance.get().isPresent()) {
            return false;
        }
        act.run();
        return true;
    }
}
