package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.chat.TurnItem.Place;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.engine.text.Role;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.Optional;

/// ‹ 2 / 3 ›: which of several turns that stand beside each other is shown, and the way to the
/// others: answers to the same question, or versions of a question.
final class TurnChoice extends HBox {
    private final Button earlier;
    private final Button later;
    private final Label number = new Label();
    private final Messages messages;

    TurnChoice(TurnItem turn, ChatViewModel model, Messages messages) {
        this.messages = messages;
        getStyleClass().addAll("acts", "turn-choice");
        setAlignment(Pos.CENTER_LEFT);
        earlier =
                Acts.iconButton(
                        Feather.CHEVRON_LEFT,
                        words("earlier", turn),
                        () -> model.showBeside(turn, -1));
        later =
                Acts.iconButton(
                        Feather.CHEVRON_RIGHT,
                        words("later", turn),
                        () -> model.showBeside(turn, 1));
        number.getStyleClass().addAll("small", "muted");
        getChildren().addAll(earlier, number, later);
        WhileShown.follow(this, turn.placeProperty(), this::show);
        visibleProperty().bind(turn.placeProperty().map(place -> place.count() > 1));
        managedProperty().bind(visibleProperty());
    }

    private String words(String which, TurnItem turn) {
        String kind = turn.role() == Role.USER ? "chat.question." : "chat.answer.";
        return messages.text(kind + which);
    }

    private Optional<String> reason(boolean hinders, String key) {
        return hinders ? Optional.of(messages.text(key)) : Optional.empty();
    }

    private void show(Place now) {
        number.setText(messages.text("chat.turn.place", now.number(), now.count()));
        number.setAccessibleText(messages.text("chat.a11y.turnPlace", now.number(), now.count()));
        Hindrance.set(earlier, reason(now.number() <= 1, "chat.turn.first"));
        Hindrance.set(later, reason(now.number() >= now.count(), "chat.turn.last"));
    }
}
