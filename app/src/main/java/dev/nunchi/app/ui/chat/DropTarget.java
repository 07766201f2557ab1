package dev.nunchi.app.ui.chat;

import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Covers the page while something that can be dropped is held over it.
final class DropTarget extends StackPane {
    DropTarget(String sentence) {
        getStyleClass().add("drop-cover");
        setVisible(false);
        // The page below keeps getting the drag events.
        setMouseTransparent(true);
        var words = new Label(sentence, new FontIcon(Feather.IMAGE));
        words.getStyleClass().add("drop-words");
        var frame = new StackPane(words);
        frame.getStyleClass().add("drop-frame");
        getChildren().add(frame);
    }
}
