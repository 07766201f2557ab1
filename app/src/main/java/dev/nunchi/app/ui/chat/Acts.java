package dev.nunchi.app.ui.chat;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Supplier;

/// The small buttons of a turn: always at the same place, seen on hover and on focus.
final class Acts extends HBox {
    private static final double HIDDEN = 0;
    private static final double SHOWN = 1;

    /// @param turn hovering anywhere over it, or focus anywhere in it, shows the acts
    Acts(Node turn) {
        getStyleClass().add("acts");
        setAlignment(Pos.CENTER_LEFT);
        opacityProperty()
                .bind(
                        Bindings.when(turn.hoverProperty().or(turn.focusWithinProperty()))
                                .then(SHOWN)
                                .otherwise(HIDDEN));
    }

    /// @return the button, for the caller to hide where it has no meaning
    Button add(Feather glyph, String word, Runnable act) {
        var button = iconButton(glyph, word, act);
        getChildren().add(button);
        return button;
    }

    static Button iconButton(Feather glyph, String word, Runnable act) {
        var button = new Button(word, new FontIcon(glyph));
        button.getStyleClass().addAll("quiet", "icon-button");
        button.setAccessibleText(word);
        button.setTooltip(new Tooltip(word));
        button.setOnAction(_ -> act.run());
        return button;
    }

    /// Copies on Ctrl+C what has no selection of its own to copy.
    static void copyByKey(Node turn, Supplier<String> text) {
        turn.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
                        copy(text.get());
                        event.consume();
                    }
                });
    }

    static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
