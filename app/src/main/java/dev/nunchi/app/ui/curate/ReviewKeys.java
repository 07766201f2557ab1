package dev.nunchi.app.ui.curate;

import dev.nunchi.app.ui.command.Group;
import dev.nunchi.app.ui.command.LocalKeys;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What can be done in the queue by one key, while no words are being written.
public enum ReviewKeys {
    ACCEPT("curate.accept", QueueViewModel::accept, "A"),
    REJECT("curate.reject", QueueViewModel::reject, "R"),
    EDIT("curate.edit", QueueViewModel::edit, "E"),
    NEXT("curate.next", QueueViewModel::next, "Right", "N"),
    PREVIOUS("curate.previous", QueueViewModel::previous, "Left", "P"),
    UNDO("curate.undo", QueueViewModel::undo, "U", "Shortcut+Z");

    private final String words;
    private final Consumer<QueueViewModel> act;
    private final List<KeyCombination> keys;

    ReviewKeys(String words, Consumer<QueueViewModel> act, String... keys) {
        this.words = words;
        this.act = act;
        this.keys = Arrays.stream(keys).map(KeyCombination::valueOf).toList();
    }

    static Optional<ReviewKeys> of(KeyEvent event) {
        return Arrays.stream(values())
                .filter(key -> key.keys.stream().anyMatch(keys -> keys.match(event)))
                .findFirst();
    }

    /// For the list of shortcuts.
    public static List<LocalKeys> listed() {
        return Stream.concat(
                        Arrays.stream(values())
                                .map(key -> new LocalKeys(Group.REVIEW, key.words, key.keys)),
                        Stream.of(
                                LocalKeys.of(Group.REVIEW, "curate.save", "Shortcut+Enter"),
                                LocalKeys.of(Group.REVIEW, "curate.cancelEdit", "Esc")))
                .toList();
    }

    /// The key of the words that say what it does.
    String words() {
        return words;
    }

    /// The key that the button shows.
    KeyCombination shown() {
        return keys.getFirst();
    }

    void act(QueueViewModel queue) {
        act.accept(queue);
    }
}
