package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.CurationRow;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.Node;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// The queue: picture left, row right, what to do with it below, how far one is above.
final class ReviewPane extends BorderPane {
    /// Below this width the picture stands above the words.
    private static final double NARROW = 560;

    private final CurateViewModel page;
    private final QueueViewModel queue;
    private final Messages messages;
    private final ScenePane scene;
    private final TurnsPane turns;
    private final SidesPane sides;
    private final StackPane middle = new StackPane();

    ReviewPane(CurateViewModel page, Messages messages) {
        this.page = page;
        this.queue = page.queue();
        this.messages = messages;
        getStyleClass().add("review");
        setMinSize(0, 0);
        scene = new ScenePane(queue, messages);
        turns = new TurnsPane(queue, messages, scene::highlight);
        sides = new SidesPane(scene, turns, NARROW);
        middle.setMinSize(0, 0);
        setTop(new VBox(new QueueBar(page, messages), new FilterBar(page, messages)));
        setCenter(middle);
        setBottom(new VBox(new ToldLine(page, messages), new DecisionBar(queue, messages)));
        WhileShown.follow(this, queue.rowProperty(), this::show);
        WhileShown.follow(this, queue.matchingProperty(), _ -> show(queue.rowProperty().get()));
        WhileShown.follow(this, queue.editingProperty(), this::editing);
    }

    /// Puts the focus where no key means anything but the queue's.
    void takeFocus() {
        if (queue.rowProperty().get().isPresent()) {
            turns.requestFocus();
        } else {
            requestFocus();
        }
    }

    private void show(Optional<CurationRow> row) {
        // What is taken away would hand its focus on to a field.
        boolean free = !hasFocus(this) || hasFocus(middle);
        middle.getChildren().setAll(row.isPresent() ? sides : nothing());
        if (free) {
            takeFocus();
        }
    }

    private boolean hasFocus(Node whole) {
        Node at = getScene() == null ? null : getScene().getFocusOwner();
        while (at != null && !at.equals(whole)) {
            at = at.getParent();
        }
        return at != null;
    }

    private void editing(boolean now) {
        if (!now) {
            takeFocus();
        }
    }

    /// All is decided, or nothing passes the filter.
    private Node nothing() {
        var tally = queue.tallyProperty().get();
        boolean done = tally.rows() > 0 && tally.decided() == tally.rows();
        var box = new VBox();
        box.getStyleClass().add("review-nothing");
        if (done) {
            box.getChildren()
                    .addAll(
                            Nodes.label(messages.text("curate.done"), "section-title", "centred"),
                            Nodes.label(
                                    messages.text(
                                            "curate.done.body", tally.kept(), tally.rejected()),
                                    "muted",
                                    "centred"),
                            train());
        } else {
            box.getChildren()
                    .addAll(
                            Nodes.label(messages.text("curate.none"), "section-title", "centred"),
                            Nodes.label(messages.text("curate.none.body"), "muted", "centred"),
                            Nodes.button(
                                    messages.text("curate.filter.clear"),
                                    "curate-show-all",
                                    queue::showAll));
        }
        return box;
    }

    private Node train() {
        var train =
                Nodes.button(
                        messages.text("curate.train"), "curate-done-train", page::trainWithThese);
        train.getStyleClass().add("primary");
        return train;
    }

    /// Does what a key says, unless words are being written.
    void pressed(KeyEvent event) {
        if (event.getTarget() instanceof TextInputControl
                || event.getTarget() instanceof ComboBoxBase
                || queue.editingProperty().get()) {
            return;
        }
        ReviewKeys.of(event)
                .ifPresent(key -> {
                    key.act(queue);
                    event.consume();
                });
    }
}
