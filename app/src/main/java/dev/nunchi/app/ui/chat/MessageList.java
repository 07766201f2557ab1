package dev.nunchi.app.ui.chat;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.function.Function;

/// The turns, the newest at the bottom. Follows what streams in, unless the person has scrolled up
/// to read: then it stays where it is and offers a way down.
final class MessageList extends StackPane {
    private static final double COLUMN = 760;

    /// Nearer to the end than this, in pixels, counts as at the end.
    private static final double NEAR_END = 24;

    private final VBox column = new VBox();
    private final ScrollPane scroll = new ScrollPane();
    private final Function<TurnItem, Node> viewOf;
    private boolean following = true;
    private boolean adjusting;

    MessageList(ChatViewModel model, Function<TurnItem, Node> viewOf, String toNewest) {
        this.viewOf = viewOf;
        getStyleClass().add("message-list");
        column.getStyleClass().add("message-column");
        column.setMaxWidth(COLUMN);
        column.setAccessibleRole(AccessibleRole.LIST_VIEW);
        var centred = new StackPane(column);
        centred.setAlignment(Pos.TOP_CENTER);
        scroll.setContent(centred);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.vvalueProperty().subscribe(this::scrolled);
        centred.heightProperty().subscribe((before, now) -> grown(before, now));
        scroll.viewportBoundsProperty().subscribe(this::followEnd);
        getChildren().addAll(scroll, newestButton(toNewest));
        model.turns().forEach(turn -> column.getChildren().add(viewOf.apply(turn)));
        model.turns().addListener((ListChangeListener<TurnItem>) this::turnsChanged);
    }

    private Button newestButton(String word) {
        var button = Acts.iconButton(Feather.ARROW_DOWN, word, this::toEnd);
        button.getStyleClass().remove("quiet");
        button.getStyleClass().add("to-newest");
        button.setVisible(false);
        scroll.vvalueProperty().subscribe(_ -> button.setVisible(!following));
        column.heightProperty().subscribe(_ -> button.setVisible(!following));
        StackPane.setAlignment(button, Pos.BOTTOM_CENTER);
        return button;
    }

    /// Shows the newest turn and follows again.
    void toEnd() {
        following = true;
        followEnd();
    }

    private void turnsChanged(ListChangeListener.Change<? extends TurnItem> change) {
        while (change.next()) {
            column.getChildren()
                    .remove(change.getFrom(), change.getFrom() + change.getRemovedSize());
            int at = change.getFrom();
            for (var turn : change.getAddedSubList()) {
                column.getChildren().add(at++, viewOf.apply(turn));
            }
        }
        toEnd();
    }

    private double hidden(double contentHeight) {
        return Math.max(0, contentHeight - scroll.getViewportBounds().getHeight());
    }

    private double contentHeight() {
        return ((Region) scroll.getContent()).getHeight();
    }

    private void scrolled(Number value) {
        if (!adjusting) {
            double below = (1 - value.doubleValue()) * hidden(contentHeight());
            following = below < NEAR_END;
        }
    }

    private void grown(Number before, Number now) {
        if (following) {
            followEnd();
            return;
        }
        double offset = scroll.getVvalue() * hidden(before.doubleValue());
        double room = hidden(now.doubleValue());
        adjust(room == 0 ? 1 : Math.min(1, offset / room));
    }

    private void followEnd() {
        if (following) {
            adjust(1);
        }
    }

    private void adjust(double value) {
        adjusting = true;
        scroll.setVvalue(value);
        adjusting = false;
    }
}
