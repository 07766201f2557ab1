package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.chat.TurnItem.Place;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.feather.Feather;

/// ‹ 2 / 3 ›: which of several answers to the last question is shown, and the way to the others.
final class AnswerChoice extends HBox {
    private final Button earlier;
    private final Button later;
    private final Label place = new Label();
    private final Messages messages;

    AnswerChoice(TurnItem turn, ChatViewModel model, Messages messages) {
        this.messages = messages;
        getStyleClass().addAll("acts", "answer-choice");
        setAlignment(Pos.CENTER_LEFT);
        earlier =
                Acts.iconButton(
                        Feather.CHEVRON_LEFT,
                        messages.text("chat.answer.earlier"),
                        () -> model.showAlternative(-1));
        later =
                Acts.iconButton(
                        Feather.CHEVRON_RIGHT,
                        messages.text("chat.answer.later"),
                        () -> model.showAlternative(1));
        place.getStyleClass().addAll("small", "muted");
        getChildren().addAll(earlier, place, later);
        WhileShown.follow(this, turn.placeProperty(), this::show);
        visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        turn.isLast(model.lastTurnProperty().get())
                                                && turn.placeProperty().get().count() > 1,
                                model.lastTurnProperty(),
                                turn.placeProperty()));
        managedProperty().bind(visibleProperty());
    }

    private void show(Place now) {
        place.setText(messages.text("chat.answer.place", now.number(), now.count()));
        place.setAccessibleText(messages.text("chat.a11y.answerPlace", now.number(), now.count()));
        earlier.setDisable(now.number() <= 1);
        later.setDisable(now.number() >= now.count());
    }
}
