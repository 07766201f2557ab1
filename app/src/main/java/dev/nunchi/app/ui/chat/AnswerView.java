package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.MarkdownPane;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.kordamp.ikonli.feather.Feather;

import java.net.URI;
import java.util.function.Consumer;

/// The assistant's turn: Markdown without a bubble, below it what can be done with it and figures.
final class AnswerView extends VBox {
    /// Text that streams in is drawn at most this often: 200 tokens/s are 200 changes a second.
    private static final Duration REDRAW = Duration.millis(40);

    private final TurnItem turn;
    private final MarkdownPane text;
    private final String emptyAnswer;
    private final GroundingViewModel grounding;
    private final PauseTransition redraw = new PauseTransition(REDRAW);
    private final BooleanProperty correcting = new SimpleBooleanProperty();

    AnswerView(TurnItem turn, ChatViewModel model, Messages messages, Consumer<URI> openLink) {
        this.turn = turn;
        grounding = model.grounding();
        this.emptyAnswer = messages.text("chat.emptyAnswer");
        text =
                new MarkdownPane(
                        new MarkdownPane.Words(
                                messages.text("chat.code.copy"),
                                messages.text("chat.copy"),
                                messages.text("chat.text.cut")),
                        openLink);
        getStyleClass().add("answer");
        setAccessibleRole(AccessibleRole.TEXT);
        setFocusTraversable(true);
        Acts.copyByKey(this, turn::getText);
        redraw.setOnFinished(_ -> draw());
        WhileShown.follow(this, turn.textProperty(), _ -> textChanged());
        WhileShown.follow(this, turn.streamingProperty(), this::streamingChanged);
        var sight = new GroundingView(grounding, messages);
        text.visibleProperty().bind(sight.shownProperty().or(correcting).not());
        text.managedProperty().bind(text.visibleProperty());
        getChildren().addAll(text, sight, waiting(model, messages), footer(model, messages));
    }

    /// Puts a field in the place of the text; only one answer in many is ever corrected.
    private void correct(ChatViewModel model, Messages messages) {
        if (correcting.get()) {
            return;
        }
        grounding.hide();
        correcting.set(true);
        var field = new CorrectionField(turn, model, messages);
        field.onClose(() -> {
            getChildren().remove(field);
            correcting.set(false);
            requestFocus();
        });
        getChildren().add(1, field);
        field.focusField();
    }

    private void textChanged() {
        if (turn.isStreaming()) {
            redraw.play();
        } else {
            draw();
        }
    }

    private void streamingChanged(boolean streaming) {
        if (!streaming) {
            redraw.stop();
            draw();
        }
    }

    private void draw() {
        grounding.hide();
        boolean nothingCame = turn.getText().isEmpty() && !turn.isStreaming();
        String words = nothingCame ? emptyAnswer : turn.getText();
        text.setMarkdown(words);
        tell(words);
    }

    /// A screen reader hears of a text that streams in a sentence at a time.
    private void tell(String words) {
        int end = turn.isStreaming() ? Sentences.whole(words) : words.length();
        String now = words.substring(0, end);
        if (!now.equals(getAccessibleText())) {
            setAccessibleText(now);
            notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        }
    }

    /// What is going on until the first words come.
    private Node waiting(ChatViewModel model, Messages messages) {
        var stage = new Label();
        stage.getStyleClass().addAll("small", "muted");
        stage.textProperty()
                .bind(model.stateProperty().map(state -> StageWords.of(state, messages)));
        var box = new VBox(skeleton(0.7), skeleton(0.45), stage);
        box.getStyleClass().add("waiting");
        box.visibleProperty().bind(turn.streamingProperty().and(turn.textProperty().isEmpty()));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private Region skeleton(double share) {
        var line = new Region();
        line.getStyleClass().addAll("skeleton", "skeleton-line");
        line.maxWidthProperty().bind(widthProperty().multiply(share));
        return line;
    }

    private Node footer(ChatViewModel model, Messages messages) {
        var figures = Nodes.label("", "small", "muted", "figures");
        WhileShown.follow(
                figures,
                turn.factsProperty(),
                facts ->
                        figures.setText(
                                facts.map(known -> FigureWords.of(known, messages))
                                        .orElse(
                                                turn.isBrokenOff()
                                                        ? messages.text("chat.finish.brokenOff")
                                                        : "")));
        var footer =
                new HBox(figures, new TurnChoice(turn, model, messages), acts(model, messages));
        footer.getStyleClass().add("answer-footer");
        footer.setAlignment(Pos.CENTER_LEFT);
        footer.visibleProperty().bind(turn.streamingProperty().not());
        return footer;
    }

    private Node acts(ChatViewModel model, Messages messages) {
        var acts = new Acts(this);
        acts.add(Feather.COPY, messages.text("chat.copy"), () -> Acts.copy(turn.getText()));
        new SightActs(turn, model, messages).addTo(acts, grounding);
        var again =
                acts.add(
                        Feather.REFRESH_CW,
                        messages.text("chat.regenerate"),
                        () -> model.regenerate(turn));
        again.getTooltip()
                .setOnShowing(_ ->
                        again.getTooltip()
                                .setText(
                                        messages.text(
                                                "chat.regenerate.tooltip",
                                                model.otherTemperature())));
        acts.add(Feather.COLUMNS, messages.text("chat.compare"), () -> model.compare(turn));
        acts.add(
                Feather.CHECK_SQUARE,
                messages.text("chat.correct"),
                () -> correct(model, messages));
        var more = acts.add(Feather.CHEVRONS_RIGHT, messages.text("chat.resume"), model::resume);
        more.visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        turn.isLast(model.lastTurnProperty().get())
                                                && turn.isUnfinished(),
                                model.lastTurnProperty(),
                                turn.streamingProperty(),
                                turn.factsProperty(),
                                turn.textProperty()));
        more.managedProperty().bind(more.visibleProperty());
        return acts;
    }
}
