package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.command.KeyCaps;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be done with the row, each with its key.
final class DecisionBar extends HBox {
    /// Below this width only the decisions show their words.
    private static final double NARROW = 820;

    /// Below this width there is room for words or icons, not for both.
    private static final double NARROWEST = 680;

    private static final PseudoClass NARROWED = PseudoClass.getPseudoClass("narrow");

    private final QueueViewModel queue;
    private final Messages messages;
    private final Button accept;
    private final Button reject;
    private final Button edit;
    private final Button next;
    private final Button previous;
    private final Button undo;

    DecisionBar(QueueViewModel queue, Messages messages) {
        this.queue = queue;
        this.messages = messages;
        getStyleClass().add("decision-bar");
        setAlignment(Pos.CENTER);
        setMinWidth(0);
        accept = button(ReviewKeys.ACCEPT, Icon.DONE, "primary");
        reject = button(ReviewKeys.REJECT, Icon.CLOSE, "reject");
        edit = button(ReviewKeys.EDIT, Icon.RENAME, "edit");
        previous = button(ReviewKeys.PREVIOUS, Icon.PREVIOUS, "quiet");
        next = button(ReviewKeys.NEXT, Icon.NEXT, "quiet");
        undo = button(ReviewKeys.UNDO, Icon.UNDO, "quiet");
        for (var decision : List.of(reject, edit, accept)) {
            decision.getStyleClass().add("decision");
        }
        getChildren()
                .addAll(previous, next, Nodes.space(), reject, edit, accept, Nodes.space(), undo);
        widthProperty().subscribe(width -> fitTo(width.doubleValue()));
        WhileShown.follow(this, queue.rowProperty(), _ -> show());
        WhileShown.follow(this, queue.editingProperty(), _ -> show());
        WhileShown.follow(this, queue.undoableProperty(), _ -> show());
    }

    private Button button(ReviewKeys key, Icon icon, String style) {
        String words = messages.text(key.words());
        var caps = new KeyCaps(List.of(key.shown()));
        var mark = icon.node();
        // What is not shown takes no room.
        mark.managedProperty().bind(mark.visibleProperty());
        caps.managedProperty().bind(caps.visibleProperty());
        var graphic = new HBox(mark, caps);
        graphic.getStyleClass().add("decision-graphic");
        graphic.setAlignment(Pos.CENTER);
        var button = new Button(words, graphic);
        button.setId("curate-" + key.name().toLowerCase(Locale.ROOT));
        button.getStyleClass().add(style);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        button.setOnAction(_ -> key.act(queue));
        return button;
    }

    private void fitTo(double width) {
        var quiet = width < NARROW ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
        for (var button : List.of(previous, next, undo)) {
            button.setContentDisplay(quiet);
        }
        pseudoClassStateChanged(NARROWED, width < NARROWEST);
    }

    private void show() {
        boolean writing = queue.editingProperty().get();
        Optional<String> hindrance =
                writing
                        ? Optional.of(messages.text("curate.not.editing"))
                        : queue.rowProperty().get().isEmpty()
                                ? Optional.of(messages.text("curate.not.row"))
                                : Optional.empty();
        for (var button : List.of(accept, reject, edit, next, previous)) {
            Hindrance.set(button, hindrance);
        }
        Hindrance.set(
                undo,
                writing
                        ? hindrance
                        : queue.undoableProperty().get()
                                ? Optional.empty()
                                : Optional.of(messages.text("curate.not.undo")));
    }
}
