package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// One step of the page: its number and title, and its content or one line of what was chosen.
final class StepCard extends VBox {
    /// How much of the step is seen.
    enum Fold {
        /// It has its turn.
        OPEN,
        /// It is done: one line.
        DONE,
        /// Its turn comes later: the title alone.
        LATER
    }

    private final Messages messages;
    private final int number;
    private final StackPane mark = new StackPane();
    private final Label title;
    private final Label summary = new Label();
    private final Button change;
    private final Node content;

    /// @param number from 1
    StepCard(int number, String title, Node content, Messages messages) {
        this.number = number;
        this.messages = messages;
        this.content = content;
        this.title = new Label(title);
        this.change =
                Nodes.button(messages.text("train.change"), "train-change-" + number, () -> {});
        getStyleClass().addAll("card", "form-card", "step-card");
        mark.getStyleClass().add("step-mark");
        this.title.getStyleClass().add("section-title");
        this.title.setMinWidth(Region.USE_PREF_SIZE);
        summary.getStyleClass().add("muted");
        summary.setMinWidth(0);
        summary.setMaxWidth(Double.MAX_VALUE);
        summary.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        HBox.setHgrow(summary, Priority.ALWAYS);
        change.getStyleClass().add("quiet");
        change.setAccessibleText(messages.text("train.change") + ", " + title);
        var header = new HBox(mark, this.title, summary, change);
        header.getStyleClass().add("step-header");
        header.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(header, content);
    }

    /// @param act opens the step again
    void onChange(Runnable act) {
        change.setOnAction(_ -> act.run());
    }

    /// @param line what was chosen, for [Fold#DONE]
    void show(Fold fold, String line) {
        Nodes.show(content, fold == Fold.OPEN);
        Nodes.show(change, fold == Fold.DONE);
        summary.setText(fold == Fold.DONE ? line : "");
        title.getStyleClass().remove("muted");
        if (fold == Fold.LATER) {
            title.getStyleClass().add("muted");
        }
        mark.getStyleClass().removeAll("open", "done");
        if (fold == Fold.DONE) {
            mark.getStyleClass().add("done");
            mark.getChildren().setAll(Icon.DONE.node());
            mark.setAccessibleText(messages.text("train.step.done"));
        } else {
            if (fold == Fold.OPEN) {
                mark.getStyleClass().add("open");
            }
            mark.getChildren().setAll(new Label(Integer.toString(number)));
            mark.setAccessibleText(messages.text("train.step.number", number));
        }
    }

    /// @param reason why the step cannot be opened again now; empty if it can
    void lock(Optional<String> reason) {
        Hindrance.set(change, reason);
    }
}
