package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.chat.FirstLookViewModel.Look;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/// The model that came along, answering about a picture that came along; and a plain word about
/// what to expect of it.
final class FirstLookView extends HBox {
    private static final double SIDE = 168;
    private static final double RADIUS = 14;
    private static final double WIDTH = 560;

    private final RoundedPicture picture = new RoundedPicture(SIDE, SIDE, RADIUS);
    private final Label answer = new Label();
    private @Nullable Path shown;

    FirstLookView(FirstLookViewModel viewModel, Messages messages, Runnable openModels) {
        setId("first-look");
        getStyleClass().addAll("card", "first-look");
        setAlignment(Pos.CENTER_LEFT);
        setMaxWidth(WIDTH);
        setMaxHeight(Region.USE_PREF_SIZE);
        var question = new Label(FirstLookViewModel.QUESTION);
        question.getStyleClass().add("strong");
        answer.getStyleClass().add("first-look-answer");
        answer.setWrapText(true);
        answer.setMinHeight(Region.USE_PREF_SIZE);
        var honest = new Label(messages.text("chat.first.honest"));
        honest.getStyleClass().addAll("muted", "small");
        honest.setWrapText(true);
        honest.setMinHeight(Region.USE_PREF_SIZE);
        var stronger = new Button(messages.text("chat.first.stronger"));
        stronger.setId("first-look-stronger");
        stronger.setOnAction(_ -> openModels.run());
        var words = new VBox(question, answer, honest, stronger);
        words.getStyleClass().add("first-look-words");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(picture, words);
        WhileShown.follow(this, viewModel.lookProperty(), this::show);
    }

    private void show(Optional<Look> look) {
        setVisible(look.isPresent());
        setManaged(look.isPresent());
        look.ifPresent(now -> {
            if (!now.picture().equals(shown)) {
                shown = now.picture();
                var image = new Image(shown.toUri().toString(), SIDE * 3, 0, true, true);
                picture.setImage(image);
            }
            // An empty label would let the card jump with the first words.
            answer.setText(now.answer().isBlank() ? "…" : now.answer().strip());
        });
    }
}
