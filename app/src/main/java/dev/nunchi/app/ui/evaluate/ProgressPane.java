package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationFolder;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// What is evaluated, how far it is, and how it is held and gone on with.
final class ProgressPane extends VBox {
    private final Messages messages;
    private final VBox heading = new VBox();
    private final HBox status = new HBox();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label figures = Nodes.label("", "muted", "small");
    private final Button pause;
    private final Button proceed;

    ProgressPane(EvaluateViewModel page, Messages messages) {
        this.messages = messages;
        getStyleClass().addAll("card", "form-card");
        setId("evaluation-progress");
        pause = Nodes.button(messages.text("evaluation.pause"), "evaluation-pause", page::pause);
        pause.setGraphic(Icon.PAUSE.node());
        proceed =
                Nodes.button(
                        messages.text("evaluation.proceed"),
                        "evaluation-proceed",
                        () -> page.stateProperty().get().shown().ifPresent(page::proceed));
        proceed.setGraphic(Icon.PLAY.node());
        proceed.getStyleClass().add("primary");
        status.setMinWidth(0);
        status.setAlignment(Pos.CENTER_LEFT);
        heading.setMinWidth(0);
        HBox.setHgrow(heading, Priority.ALWAYS);
        var head = new HBox(heading, pause, proceed);
        head.getStyleClass().add("acts");
        head.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(head, status, bar, figures);
        WhileShown.follow(this, page.stateProperty(), this::show);
    }

    private void show(EvaluateState state) {
        heading.getChildren().clear();
        state.shown().ifPresent(this::name);
        Nodes.show(pause, state.isActive());
        Hindrance.set(
                pause,
                state instanceof EvaluateState.Pausing
                        ? Optional.of(messages.text("evaluation.pausing"))
                        : Optional.empty());
        boolean canGoOn =
                state instanceof EvaluateState.Paused || state instanceof EvaluateState.Failed;
        Nodes.show(proceed, canGoOn);
        boolean counts = state.isActive() || state instanceof EvaluateState.Paused;
        Nodes.show(bar, counts);
        Nodes.show(figures, counts);
        Nodes.show(status, !(state instanceof EvaluateState.Finished));
        var words = new ProgressWords(state, messages);
        bar.setProgress(words.fraction());
        figures.setText(words.figures());
        switch (state) {
            case EvaluateState.Running _, EvaluateState.Pausing _ ->
                    say(Nodes.label(words.doing()));
            case EvaluateState.Paused _ ->
                    say(
                            Nodes.iconLine(
                                    Icon.PAUSE, messages.text("evaluation.paused"), "warn-text"));
            case EvaluateState.Failed(_, var problem) ->
                    say(
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    (problem.sentence() + " " + problem.act()).strip(),
                                    "danger-text"));
            case EvaluateState.Choosing _, EvaluateState.Finished _ -> {}
        }
    }

    private void say(Node words) {
        status.getChildren().setAll(words);
    }

    private void name(EvaluationFolder evaluation) {
        var order = evaluation.order();
        heading.getChildren()
                .addAll(
                        Nodes.label(OrderWords.name(order, messages), "strong"),
                        Nodes.label(OrderWords.facts(order, messages), "muted", "small"));
    }
}
