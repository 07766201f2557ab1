package dev.nunchi.app.ui.command;

import dev.nunchi.app.l10n.Messages;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The registry: everything that can be done from anywhere in the window.
public final class Commands {
    private final List<Command> fixed;
    private final Supplier<List<Command>> changing;
    private final List<LocalKeys> local;

    /// @param fixed in the order in which the palette and the list of shortcuts show them; no two
    ///   have one id or one shortcut
    /// @param changing those that come and go, such as one for each model; without shortcuts
    /// @param local keys that work in one place only
    /// @throws IllegalArgumentException if an id or a shortcut stands twice
    public Commands(List<Command> fixed, Supplier<List<Command>> changing, List<LocalKeys> local) {
        this.fixed = List.copyOf(fixed);
        this.changing = changing;
        this.local = List.copyOf(local);
        Set<String> ids = new HashSet<>();
        Map<KeyCombination, String> owners = new HashMap<>();
        for (var command : this.fixed) {
            if (!ids.add(command.id())) {
                throw new IllegalArgumentException("two commands named " + command.id());
            }
            for (var keys : command.keys()) {
                String other = owners.put(keys, command.id());
                if (other != null) {
                    throw new IllegalArgumentException(
                            "%s is the shortcut of %s and of %s"
                                    .formatted(keys, other, command.id()));
                }
            }
        }
    }

    /// Those that are always there.
    public List<Command> fixed() {
        return fixed;
    }

    /// All that there are now.
    public List<Command> all() {
        return Stream.concat(fixed.stream(), changing.get().stream()).toList();
    }

    /// Keys that work in one place only.
    public List<LocalKeys> local() {
        return local;
    }

    public Optional<Command> find(String id) {
        return fixed.stream().filter(command -> command.id().equals(id)).findFirst();
    }

    /// What a key that was pressed stands for.
    public Optional<Command> of(KeyEvent event) {
        return fixed.stream()
                .filter(command -> command.keys().stream().anyMatch(keys -> keys.match(event)))
                .findFirst();
    }

    /// A command's words for a tooltip, with its shortcut: `New conversation (Ctrl+N)`.
    ///
    /// @throws IllegalArgumentException if there is no such command
    public String hint(String id, Messages messages) {
        var command = find(id).orElseThrow(() -> new IllegalArgumentException("no command " + id));
        String title = command.title().apply(messages);
        return command.keys().stream()
                .findFirst()
                .map(keys -> "%s (%s)".formatted(title, KeyWords.line(keys)))
                .orElse(title);
    }
}
