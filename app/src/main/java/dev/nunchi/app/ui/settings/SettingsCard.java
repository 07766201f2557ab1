package dev.nunchi.app.ui.settings;

import dev.nunchi.app.ui.control.Nodes;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A group of settings: a heading, then rows of what it is, why, and the control.
final class SettingsCard extends VBox {
    /// @param act none, or what can be done to all of the group
    SettingsCard(String heading, Node... act) {
        getStyleClass().addAll("card", "settings-card");
        var header = new HBox(Nodes.label(heading, "section-title"), space());
        header.setAlignment(Pos.CENTER_LEFT);
        header.getChildren().addAll(act);
        getChildren().add(header);
    }

    /// @param hint empty for none
    SettingsCard row(String name, String hint, Node control) {
        var words = words(name, hint, control);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(words, control);
        row.getStyleClass().add("settings-row");
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(row);
        return this;
    }

    /// As a row with words that change.
    SettingsCard row(String name, ObservableValue<String> hint, Node control) {
        row(name, " ", control);
        if (getChildren().getLast().lookup(".settings-hint") instanceof Label small) {
            small.textProperty().bind(hint);
        }
        return this;
    }

    /// As a row, the control below its words and as wide as the card.
    SettingsCard block(String name, String hint, Node control) {
        var block = new VBox(words(name, hint, control), control);
        block.getStyleClass().add("settings-block");
        getChildren().add(block);
        return this;
    }

    /// What is wrong with the row above.
    SettingsCard problem(String sentence, ObservableValue<Boolean> wrong) {
        var label = Nodes.label(sentence, "danger-text");
        label.getStyleClass().add("small");
        label.visibleProperty().bind(wrong);
        label.managedProperty().bind(wrong);
        getChildren().add(label);
        return this;
    }

    SettingsCard paragraph(String text, String style) {
        getChildren().add(Nodes.label(text, style));
        return this;
    }

    /// A question and its answer, side by side.
    SettingsCard fact(String question, String answer) {
        var left = Nodes.label(question, "muted");
        left.getStyleClass().addAll("small", "settings-question");
        var right = Nodes.label(answer, "small");
        right.setMinWidth(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        var fact = new HBox(left, right);
        fact.getStyleClass().add("settings-fact");
        getChildren().add(fact);
        return this;
    }

    private static VBox words(String name, String hint, Node control) {
        var title = Nodes.label(name, "settings-name");
        title.setLabelFor(control);
        control.setAccessibleText(name);
        var words = new VBox(title);
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        if (!hint.isEmpty()) {
            var small = Nodes.label(hint, "muted");
            small.getStyleClass().addAll("small", "settings-hint");
            words.getChildren().add(small);
            control.setAccessibleHelp(hint);
        }
        return words;
    }

    private static Region space() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }
}
