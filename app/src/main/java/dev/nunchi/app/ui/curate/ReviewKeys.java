package dev.nunchi.app.ui.curate;

import dev.nunchi.app.ui.command.Command;
import dev.nunchi.app.ui.command.Group;
import dev.nunchi.app.ui.command.LocalKeys;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    /// The same acts as commands, which begin by showing the queue.
    ///
    /// @param show brings the page to the front
    public static List<Command> commands(CurateViewModel page, Runnable show) {
        return Arrays.stream(values()).map(key -> key.command(page, show)).toList();
    }

    private Command command(CurateViewModel page, Runnable show) {
        Runnable run =
                () -> {
                    show.run();
                    page.show(DataTab.REVIEW);
                    act.accept(page.queue());
                };
        return Command.of("review." + name().toLowerCase(Locale.ROOT), Group.REVIEW, run)
                .titled(messages -> messages.text("curate.command", messages.text(words)))
                .unless(() -> hindrance(page.queue()));
    }

    private Optional<String> hindrance(QueueViewModel queue) {
        if (this == UNDO && !queue.undoableProperty().get()) {
            return Optional.of("command.not.undoable");
        }
        return queue.rowProperty().get().isPresent() || this == UNDO
                ? Optional.empty()
                : Optional.of("command.not.reviewing");
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
