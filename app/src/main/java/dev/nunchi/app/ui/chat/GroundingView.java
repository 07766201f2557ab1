package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.engine.chat.Grounding;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An answer word by word: the more the pictures did for a word, the heavier its underline. Colour
/// says the same once more, a tooltip gives the figures, and the whole can be read out.
final class GroundingView extends VBox {
    private static final double SURE = 0.995;
    private static final Duration SOON = Duration.millis(200);

    private final GroundingViewModel model;
    private final Messages messages;
    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper();

    GroundingView(GroundingViewModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        getStyleClass().add("grounding");
        WhileShown.follow(this, model.stateProperty(), this::show);
    }

    /// Whether the words stand here in place of the answer.
    ReadOnlyBooleanProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    private void show(GroundingViewModel.State state) {
        shown.set(state instanceof GroundingViewModel.State.Shown);
        setVisible(!(state instanceof GroundingViewModel.State.Hidden));
        setManaged(isVisible());
        getChildren()
                .setAll(
                        switch (state) {
                            case GroundingViewModel.State.Hidden _ -> List.of();
                            case GroundingViewModel.State.Working _ -> List.of(working());
                            case GroundingViewModel.State.Shown(var grounding) ->
                                    List.of(words(grounding), legend(), explanation());
                            case GroundingViewModel.State.Failed(var problem) ->
                                    List.of(
                                            note(
                                                    (problem.sentence() + " " + problem.act())
                                                            .strip()));
                        });
    }

    private Node working() {
        var wheel = new ProgressIndicator();
        wheel.getStyleClass().add("grounding-wheel");
        var words = note(messages.text("chat.sight.working"));
        var cancel = new Button(messages.text("chat.sight.cancel"));
        cancel.getStyleClass().addAll("quiet", "small");
        cancel.setOnAction(_ -> model.hide());
        var row = new HBox(wheel, words, cancel);
        row.getStyleClass().add("grounding-working");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Label note(String words) {
        var label = new Label(words);
        label.getStyleClass().addAll("small", "muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// Lines of the answer stay lines.
    private Node words(Grounding grounding) {
        var lines = new VBox();
        lines.getStyleClass().add("grounding-lines");
        lines.setAccessibleRole(AccessibleRole.TEXT);
        lines.setAccessibleText(spoken(grounding));
        lines.setFocusTraversable(true);
        var line = newLine(lines);
        for (var word : grounding.words()) {
            String[] between = word.before().split("\n", -1);
            line.getChildren().addAll(marks(between[0]));
            for (int i = 1; i < between.length; i++) {
                line = newLine(lines);
                line.getChildren().addAll(marks(between[i]));
            }
            line.getChildren().add(word(word));
        }
        line.getChildren().addAll(marks(grounding.tail()));
        lines.getChildren().removeIf(node -> ((FlowPane) node).getChildren().isEmpty());
        return lines;
    }

    private static FlowPane newLine(VBox lines) {
        var line = new FlowPane();
        line.getStyleClass().add("grounding-line");
        line.setRowValignment(VPos.BASELINE);
        lines.getChildren().add(line);
        return line;
    }

    private static List<Node> marks(String between) {
        var marks = new ArrayList<Node>();
        String shown = between.replace("\n", "");
        if (!shown.isEmpty()) {
            var label = new Label(shown.isBlank() ? " " : shown);
            label.getStyleClass().add("grounding-mark");
            marks.add(label);
        }
        return marks;
    }

    private Node word(Grounding.Word word) {
        var label = new Label(word.text());
        label.getStyleClass().addAll("sight-word", Sightedness.of(word.gain()).key());
        var tooltip = new Tooltip(figures(word));
        tooltip.setShowDelay(SOON);
        label.setTooltip(tooltip);
        return label;
    }

    private String figures(Grounding.Word word) {
        return messages.text(
                "chat.sight.figures",
                word.text(),
                percent(word.seen()),
                percent(word.guessed()),
                messages.text("chat.sight." + Sightedness.of(word.gain()).key()));
    }

    private String percent(double logProbability) {
        double share = Math.exp(logProbability);
        if (share >= SURE) {
            return messages.formats().percent(1);
        }
        return share < 0.01
                ? messages.text("chat.sight.less", messages.formats().percent(0.01))
                : messages.formats().percent(share);
    }

    /// The words of each step together: that is what a person wants to know.
    private String spoken(Grounding grounding) {
        var parts = new ArrayList<String>();
        for (var step : Sightedness.values()) {
            String words =
                    grounding.words().stream()
                            .filter(word -> Sightedness.of(word.gain()) == step)
                            .map(Grounding.Word::text)
                            .collect(Collectors.joining(", "));
            if (!words.isEmpty()) {
                parts.add(messages.text("chat.sight." + step.key()) + ": " + words);
            }
        }
        return String.join(". ", parts);
    }

    private Node legend() {
        var legend = new FlowPane();
        legend.getStyleClass().add("grounding-legend");
        legend.setRowValignment(VPos.BASELINE);
        for (var step : Sightedness.values()) {
            var sample = new Label(messages.text("chat.sight." + step.key()));
            sample.getStyleClass().addAll("sight-word", "small", step.key());
            sample.setTooltip(new Tooltip(messages.text("chat.sight." + step.key() + ".detail")));
            legend.getChildren().add(sample);
        }
        return legend;
    }

    private Node explanation() {
        return note(messages.text("chat.sight.explanation"));
    }
}
