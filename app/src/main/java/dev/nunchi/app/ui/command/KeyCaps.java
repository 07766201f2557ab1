package dev.nunchi.app.ui.command;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import java.util.List;

/// Keys as small caps, in place of each other where there are several.
public final class KeyCaps extends HBox {
    public KeyCaps(List<KeyCombination> alternatives) {
        getStyleClass().add("key-caps");
        setAlignment(Pos.CENTER_RIGHT);
        setMinWidth(USE_PREF_SIZE);
        for (var keys : alternatives) {
            if (!getChildren().isEmpty()) {
                var or = new Label("/");
                or.getStyleClass().addAll("small", "muted");
                getChildren().add(or);
            }
            KeyWords.of(keys).forEach(this::add);
        }
    }

    private void add(String word) {
        var cap = new Label(word);
        cap.getStyleClass().add("key-cap");
        cap.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().add(cap);
    }
}
