package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.ui.control.WhileShown;

import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Buttons of which one is down: a choice of few that can all be seen.
final class Switch<E extends Enum<E>> extends FlowPane {
    private final Map<E, ToggleButton> buttons = new LinkedHashMap<>();

    /// @param id beginning of the buttons' ids
    Switch(ObjectProperty<E> chosen, E[] values, Function<E, String> words, String id) {
        getStyleClass().add("evaluation-switch");
        for (E value : values) {
            var button = new ToggleButton(words.apply(value));
            button.setId(id + value.name().toLowerCase(Locale.ROOT));
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> {
                chosen.set(value);
                // One that is pressed again stays chosen.
                button.setSelected(true);
            });
            buttons.put(value, button);
            getChildren().add(button);
        }
        WhileShown.follow(
                this,
                chosen,
                now -> buttons.forEach((value, button) -> button.setSelected(value == now)));
    }
}
