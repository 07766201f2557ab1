package dev.nunchi.app.ui.settings;

import javafx.scene.control.ComboBox;
import javafx.scene.layout.Region;
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
        var box = new WideBox<T>();
        box.setId(id);
        box.setMinWidth(Region.USE_PREF_SIZE);
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

    /// As wide as the longest of its values, and no narrower than other controls of a page.
    private static final class WideBox<T> extends ComboBox<T> {
        private static final double LEAST = 180;
        private static final double MOST = 340;

        @Override
        protected double computePrefWidth(double height) {
            return Math.clamp(super.computePrefWidth(height), LEAST, MOST);
        }
    }
}
