package dev.nunchi.app.ui.chat;

import dev.nunchi.app.ui.control.WhileShown;

import javafx.animation.AnimationTimer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

import java.util.List;
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
    private final Button newest;
    private List<TurnItem> shown = List.of();
    private boolean following = true;

    /// Goes to the end one frame after the content has grown: the scroll pane itself first puts the
    /// view back to where it was.
    private final AnimationTimer pin =
            new AnimationTimer() {
                @Override
                public void handle(long now) {
                    stop();
                    if (following) {
                        scroll.setVvalue(1);
                    }
                    newest.setVisible(!following);
                }
            };

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
        centred.heightProperty().subscribe(pin::start);
        scroll.viewportBoundsProperty().subscribe(pin::start);
        // The composer below has no scroll bar beside it: keep both columns in one line.
        column.translateXProperty()
                .bind(scroll.widthProperty().subtract(centred.widthProperty()).divide(2));
        scroll.addEventFilter(ScrollEvent.SCROLL, this::personScrolls);
        scroll.addEventFilter(MouseEvent.MOUSE_PRESSED, this::personDrags);
        scroll.addEventFilter(KeyEvent.KEY_PRESSED, this::personPages);
        newest = newestButton(toNewest);
        getChildren().addAll(scroll, newest);
        WhileShown.follow(this, model.turns(), () -> show(model.turns()));
    }

    private Button newestButton(String word) {
        var button = Acts.iconButton(Feather.ARROW_DOWN, word, this::toEnd);
        button.getStyleClass().remove("quiet");
        button.getStyleClass().add("to-newest");
        button.setVisible(false);
        StackPane.setAlignment(button, Pos.BOTTOM_CENTER);
        return button;
    }

    /// Shows the newest turn and follows again.
    void toEnd() {
        following = true;
        pin.start();
    }

    /// Turns come and go at the end only: what is in front of the first change keeps its views.
    private void show(List<TurnItem> turns) {
        int same = 0;
        while (same < Math.min(shown.size(), turns.size())
                && shown.get(same).equals(turns.get(same))) {
            same++;
        }
        column.getChildren().remove(same, shown.size());
        turns.stream().skip(same).map(viewOf).forEach(column.getChildren()::add);
        shown = List.copyOf(turns);
        toEnd();
    }

    private void scrolled(Number value) {
        double hidden = Math.max(0, column.getHeight() - scroll.getViewportBounds().getHeight());
        if ((1 - value.doubleValue()) * hidden < NEAR_END) {
            following = true;
        }
        pin.start();
    }

    private void personScrolls(ScrollEvent event) {
        if (event.getDeltaY() > 0) {
            following = false;
        }
    }

    private void personDrags(MouseEvent event) {
        if (event.getTarget() instanceof Node target && isInScrollBar(target)) {
            following = false;
        }
    }

    private void personPages(KeyEvent event) {
        switch (event.getCode()) {
            case PAGE_UP, HOME, UP -> following = false;
            default -> {}
        }
    }

    private static boolean isInScrollBar(Node node) {
        for (@Nullable Node at = node; at != null; at = at.getParent()) {
            if (at instanceof ScrollBar) {
                return true;
            }
        }
        return false;
    }
}
