package dev.nunchi.app.ui.generate;

import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.curate.Verdict;
import dev.nunchi.app.l10n.CheckWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.text.Role;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// The first rows of an order, with what the checks say to them.
final class RowsPane extends VBox {
    private static final double SIDE = 120;
    private static final double RADIUS = 12;

    private final GenerateViewModel page;
    private final Messages messages;
    private final CheckWords words;
    private final Button look;
    private final VBox rows = new VBox();

    RowsPane(GenerateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        words = new CheckWords(messages);
        getStyleClass().add("form-part");
        rows.getStyleClass().add("generate-rows");
        look =
                Nodes.button(
                        messages.text("generate.preview.look"),
                        "generate-preview",
                        page::showPreview);
        var head =
                new HBox(
                        Nodes.label(messages.text("generate.preview.hint"), "muted"),
                        Nodes.space(),
                        look);
        head.getStyleClass().add("acts");
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, rows);
        WhileShown.follow(this, page.preview(), this::show);
        WhileShown.follow(this, page.previewingProperty(), _ -> hinder());
        Hindrances.whenChanged(this, page, this::hinder);
    }

    private void hinder() {
        Hindrance.set(
                look,
                page.previewingProperty().get()
                        ? Optional.of(messages.text("generate.preview.busy"))
                        : Hindrances.of(page, messages));
    }

    private void show() {
        rows.getChildren().setAll(page.preview().stream().map(this::row).toList());
        Nodes.show(rows, !page.preview().isEmpty());
    }

    private Node row(Verdict verdict) {
        var frame = new StackPane();
        frame.getStyleClass().add("generate-picture");
        frame.setMinSize(SIDE, SIDE);
        frame.setMaxSize(SIDE, SIDE);
        var file = verdict.row().scene().picture();
        page.thumbnails()
                .request(
                        file,
                        2 * (int) SIDE,
                        address -> {
                            var picture = new RoundedPicture(SIDE, SIDE, RADIUS);
                            picture.setImage(new Image(address.toString()));
                            picture.setAccessibleText(SourcePane.name(file));
                            frame.getChildren().setAll(picture);
                        });
        var said = new VBox(Nodes.label(KindWords.of(verdict.row().type(), messages), "tag"));
        said.getStyleClass().add("generate-turns");
        said.setMinWidth(0);
        HBox.setHgrow(said, Priority.ALWAYS);
        verdict.row().turns().stream().map(this::turn).forEach(said.getChildren()::add);
        verdict.findings().stream().map(this::finding).forEach(said.getChildren()::add);
        if (verdict.findings().isEmpty()) {
            said.getChildren()
                    .add(
                            Nodes.iconLine(
                                    Icon.DONE, messages.text("generate.preview.fine"), "ok-text"));
        }
        var row = new HBox(frame, said);
        row.getStyleClass().add("generate-row");
        return row;
    }

    private Node turn(SampleTurn turn) {
        return turn.role() == Role.ASSISTANT
                ? Nodes.label(turn.text())
                : Nodes.label(turn.text(), "strong");
    }

    private Node finding(Finding finding) {
        return Nodes.iconLine(Icon.WARNING, words.reason(finding), "warn-text");
    }
}
