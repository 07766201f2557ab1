package dev.nunchi.app.ui.command;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

/// A card over the window that takes all keys until it closes: by Esc, by a click beside it or by
/// what is chosen in it. The focus goes back to where it was.
public abstract class Overlay extends StackPane {
    private @Nullable Node focusBefore;

    Overlay(Region card, String style) {
        getStyleClass().add("overlay");
        card.getStyleClass().addAll("overlay-card", style);
        card.setMaxHeight(Region.USE_PREF_SIZE);
        setAlignment(card, Pos.TOP_CENTER);
        getChildren().add(card);
        setVisible(false);
        managedProperty().bind(visibleProperty());
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        setOnMousePressed(this::clickedBeside);
    }

    /// Shows it, or closes it if it is there.
    public final void toggle() {
        if (isVisible()) {
            close();
        } else {
            focusBefore = getScene() == null ? null : getScene().getFocusOwner();
            setVisible(true);
            toFront();
            opened();
        }
    }

    /// Takes it out of sight, if it is there.
    public final void close() {
        if (!isVisible()) {
            return;
        }
        setVisible(false);
        if (focusBefore != null) {
            focusBefore.requestFocus();
        }
        focusBefore = null;
    }

    /// It has just come into sight: takes the focus.
    abstract void opened();

    private void pressed(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> {
                close();
                event.consume();
            }
            // What lies beneath is out of reach, by this key too.
            case TAB -> event.consume();
            default -> {}
        }
    }

    private void clickedBeside(MouseEvent event) {
        if (equals(event.getTarget())) {
            close();
        }
        event.consume();
    }
}
