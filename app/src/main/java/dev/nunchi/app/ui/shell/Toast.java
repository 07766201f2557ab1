package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;

import java.util.Optional;

/// Tells what was done and offers something to do about it; goes by itself, but not under the
/// pointer.
final class Toast extends HBox {
    private static final Duration STAYS = Duration.seconds(8);
    private static final double MAX_SENTENCE = 420;

    private final Offer offer;
    private final Label sentence = new Label();
    private final PauseTransition stay = new PauseTransition(STAYS);

    /// What is told.
    ///
    /// @param sentence what was done; empty when there is nothing to tell
    /// @param word on the button that acts
    /// @param forget the offer has gone from the screen
    record Offer(
            ObservableValue<Optional<String>> sentence,
            String word,
            Runnable act,
            Runnable forget) {}

    Toast(Offer offer, Messages messages) {
        this.offer = offer;
        getStyleClass().addAll("toast", "undo-toast");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        sentence.setMaxWidth(MAX_SENTENCE);
        sentence.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        getChildren().addAll(sentence, act(), dismiss(messages));
        stay.setOnFinished(_ -> offer.forget().run());
        hoverProperty()
                .subscribe(hover -> {
                    if (hover) {
                        stay.pause();
                    } else if (isVisible()) {
                        stay.playFromStart();
                    }
                });
        show(Optional.empty());
        WhileShown.follow(this, offer.sentence(), this::show);
    }

    private Button act() {
        var act = new Button(offer.word());
        act.getStyleClass().addAll("quiet", "toast-act");
        act.setMinWidth(Region.USE_PREF_SIZE);
        act.setOnAction(_ -> offer.act().run());
        return act;
    }

    private Button dismiss(Messages messages) {
        var dismiss = new Button("", Icon.CLOSE.node());
        dismiss.getStyleClass().addAll("quiet", "icon-button");
        dismiss.setAccessibleText(messages.text("shell.dismiss"));
        dismiss.setOnAction(_ -> offer.forget().run());
        return dismiss;
    }

    private void show(Optional<String> done) {
        setVisible(done.isPresent());
        setManaged(done.isPresent());
        stay.stop();
        done.ifPresent(words -> {
            sentence.setText(words);
            setAccessibleText(words);
            stay.playFromStart();
        });
    }
}
