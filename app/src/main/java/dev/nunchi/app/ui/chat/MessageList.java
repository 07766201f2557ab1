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
///
/// Only the newest turns have views; earlier ones get theirs a page at a time as the person scrolls
/// up, so that a conversation of a thousand turns opens as fast as a short one.
final class MessageList extends StackPane {
    private static final double COLUMN = 760;

    /// Nearer to the end than this, in pixels, counts as at the end.
    private static final double NEAR_END = 24;

    /// How many turns get their views at once.
    private static final int PAGE = 40;

    private final VBox column = new VBox();
    private final ScrollPane scroll = new ScrollPane();
    private final Function<TurnItem, Node> viewOf;
    private final Button newest;
    private final Node earlier;
    private List<TurnItem> shown = List.of();
    // The first of the turns that has a view.
    private int first;
    private boolean following = true;
    // How far above the end the person was before earlier turns came in; below 0: they did not.
    private double fromEnd = -1;
    private double heightBefore;

    /// Goes to the end one frame after the content has grown: the scroll pane itself first puts the
    /// view back to where it was.
    private final AnimationTimer pin =
            new AnimationTimer() {
                @Override
                public void handle(long now) {
                    stop();
                    if (following) {
                        scroll.setVvalue(1);
                    } else if (fromEnd >= 0 && column.getHeight() > heightBefore) {
                        scroll.setVvalue(1 - fromEnd / Math.max(1, hidden()));
                        fromEnd = -1;
                    }
                    newest.setVisible(!following);
                }
            };

    /// The words on its buttons.
    record Words(String toNewest, String earlier) {}

    MessageList(ChatViewModel model, Function<TurnItem, Node> viewOf, Words words) {
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
        newest = newestButton(words.toNewest());
        earlier = earlierButton(words.earlier());
        column.getChildren().add(earlier);
        showEarlierButton();
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

    private Node earlierButton(String word) {
        var button = new Button(word);
        button.getStyleClass().add("quiet");
        button.setOnAction(_ -> showEarlier());
        var row = new StackPane(button);
        row.getStyleClass().add("earlier-row");
        return row;
    }

    private void showEarlierButton() {
        earlier.setVisible(first > 0);
        earlier.setManaged(first > 0);
    }

    /// Gives the turns before the first one their views; what is seen stays where it is.
    private void showEarlier() {
        following = false;
        fromEnd = (1 - scroll.getVvalue()) * hidden();
        heightBefore = column.getHeight();
        int from = Math.max(0, first - PAGE);
        // The button stands before all views.
        column.getChildren().addAll(1, shown.subList(from, first).stream().map(viewOf).toList());
        first = from;
        showEarlierButton();
    }

    /// Turns come and go at the end only: what is in front of the first change keeps its views.
    private void show(List<TurnItem> turns) {
        int same = 0;
        while (same < Math.min(shown.size(), turns.size())
                && shown.get(same).equals(turns.get(same))) {
            same++;
        }
        if (same <= first) {
            first = Math.max(0, turns.size() - PAGE);
            same = first;
            column.getChildren().remove(1, column.getChildren().size());
        } else {
            column.getChildren().remove(1 + same - first, column.getChildren().size());
        }
        turns.stream().skip(same).map(viewOf).forEach(column.getChildren()::add);
        shown = List.copyOf(turns);
        showEarlierButton();
        toEnd();
    }

    private double hidden() {
        return Math.max(0, column.getHeight() - scroll.getViewportBounds().getHeight());
    }

    private void scrolled(Number value) {
        if ((1 - value.doubleValue()) * hidden() < NEAR_END) {
            following = true;
        }
        pin.start();
    }

    private void personScrolls(ScrollEvent event) {
        if (event.getDeltaY() > 0) {
            following = false;
            if (first > 0 && scroll.getVvalue() * hidden() < NEAR_END) {
                showEarlier();
            }
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
