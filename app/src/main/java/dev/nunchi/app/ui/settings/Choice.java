package dev.nunchi.app.ui.settings;

import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Boxes in which one of several values is chosen.
final class Choice {
    private Choice() {}

    /// @param id of the control
    /// @param name of a value, for the person
    /// @param choose is given what the person chose, not what the program sets
    static <T> ComboBox<T> of(
            String id, List<T> values, Function<T, String> name, Consumer<T> choose) {
        var box = new ComboBox<T>();
        box.setId(id);
        box.getItems().addAll(values);
        box.getStyleClass().add("settings-choice");
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(T value) {
                        return value == null ? "" : name.apply(value);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.setOnAction(_ -> {
            if (box.getValue() != null) {
                choose.accept(box.getValue());
            }
        });
        return box;
    }
}
