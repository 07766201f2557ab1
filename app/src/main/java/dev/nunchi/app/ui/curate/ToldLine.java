package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Duration;

import java.util.Optional;

/// One line that says what was done, and goes by itself.
final class ToldLine extends HBox {
    private static final Duration STAYS = Duration.seconds(8);

    private final Messages messages;
    private final Label words = Nodes.label("");
    private final Button undo;
    private final PauseTransition stay = new PauseTransition(STAYS);

    ToldLine(CurateViewModel page, Messages messages) {
        this.messages = messages;
        getStyleClass().add("told-line");
        setAlignment(Pos.CENTER);
        undo = Nodes.button(messages.text("shell.undo"), "curate-told-undo", page.queue()::undo);
        undo.getStyleClass().add("quiet");
        var close = new Button("", Icon.CLOSE.node());
        close.getStyleClass().addAll("quiet", "icon-button");
        close.setAccessibleText(messages.text("shell.dismiss"));
        close.setTooltip(new Tooltip(messages.text("shell.dismiss")));
        close.setOnAction(_ -> page.news().forget());
        getChildren().addAll(Icon.INFO.node(), words, undo, close);
        stay.setOnFinished(_ -> page.news().forget());
        WhileShown.follow(this, page.news().toldProperty(), this::show);
    }

    private void show(Optional<Told> told) {
        stay.stop();
        Nodes.show(this, told.isPresent());
        told.ifPresent(now -> {
            words.setText(sentence(now));
            setAccessibleText(words.getText());
            Nodes.show(undo, now instanceof Told.Accepted || now instanceof Told.Rejected);
            stay.playFromStart();
        });
    }

    private String sentence(Told told) {
        return switch (told) {
            case Told.Accepted(int rows) -> messages.text("curate.told.accepted", rows);
            case Told.Rejected(int rows) -> messages.text("curate.told.rejected", rows);
            case Told.Undone(int rows) -> messages.text("curate.told.undone", rows);
            case Told.LastRow _ -> messages.text("curate.told.last");
            case Told.LeftOut(int rows) -> messages.text("curate.told.leftOut", rows);
            case Told.Exported(var file, int rows) ->
                    messages.text("curate.told.exported", rows, String.valueOf(file.getFileName()));
            case Told.NothingKept _ -> messages.text("curate.told.nothing");
            case Told.PicturesElsewhere(var folder) ->
                    messages.text("curate.told.elsewhere", folder.toString());
            case Told.EmptyTurn _ -> messages.text("curate.told.emptyTurn");
        };
    }
}
