package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.PreviewRow;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.Sample;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// A row of the data: its picture, and its words with what is learnt on colour; leafs through them.
final class PreviewPane extends VBox {
    private static final double SIDE = 184;
    private static final double RADIUS = 14;

    private final TrainViewModel page;
    private final DataViewModel data;
    private final Messages messages;
    private final Label place = new Label();
    private final StackPane picture = new StackPane();
    private final ScrollPane words = new ScrollPane();
    private final Label figures = Nodes.label("", "muted", "small");
    private String shown = "";

    PreviewPane(TrainViewModel page, Messages messages) {
        this.page = page;
        this.data = page.data();
        this.messages = messages;
        getStyleClass().add("preview");
        place.getStyleClass().addAll("muted", "small");
        picture.setMinSize(SIDE, SIDE);
        picture.setMaxSize(SIDE, SIDE);
        picture.getStyleClass().add("preview-picture");
        words.setFitToWidth(true);
        words.setPrefHeight(SIDE);
        words.setMaxHeight(SIDE);
        words.setMinWidth(0);
        words.getStyleClass().add("preview-words");
        words.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        words.setAccessibleText(messages.text("train.preview.title"));
        HBox.setHgrow(words, Priority.ALWAYS);
        var body = new HBox(picture, words);
        body.getStyleClass().add("preview-body");
        var legend = new Region();
        legend.getStyleClass().add("learnt-swatch");
        var footer =
                new HBox(
                        legend,
                        Nodes.label(messages.text("train.preview.legend"), "muted", "small"),
                        Nodes.space(),
                        figures);
        footer.getStyleClass().add("preview-footer");
        footer.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(header(), body, footer);
        WhileShown.follow(this, data.previewProperty(), this::show);
    }

    private Node header() {
        var title = Nodes.label(messages.text("train.preview.title"), "strong");
        var header =
                new HBox(
                        title,
                        Nodes.space(),
                        step("train.preview.previous", Icon.PREVIOUS, -1),
                        place,
                        step("train.preview.next", Icon.NEXT, 1));
        header.getStyleClass().add("preview-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Button step(String key, Icon icon, int by) {
        var button = new Button("", icon.node());
        button.setId(by < 0 ? "train-previous-row" : "train-next-row");
        button.getStyleClass().addAll("quiet", "icon-button");
        button.setAccessibleText(messages.text(key));
        button.setTooltip(new Tooltip(messages.text(key)));
        button.setOnAction(_ -> data.show(data.shownRowProperty().get() + by));
        return button;
    }

    private void show(Optional<PreviewRow> row) {
        if (data.stateProperty().get() instanceof DataState.Ready ready) {
            place.setText(
                    messages.text(
                            "train.preview.row", data.shownRowProperty().get() + 1, ready.rows()));
        }
        if (row.isEmpty()) {
            words.setContent(Nodes.label(messages.text("train.preview.loading"), "muted", "small"));
            figures.setText("");
            return;
        }
        var now = row.get();
        words.setContent(new LearntText(now.spans(), messages.text("train.preview.picture")));
        words.setVvalue(0);
        figures.setText(messages.text("train.preview.tokens", now.tokens(), now.learntTokens()));
        showPicture(now.sample());
    }

    private void showPicture(Sample sample) {
        if (sample.picture().isEmpty()) {
            shown = "";
            picture.getChildren()
                    .setAll(
                            Nodes.label(
                                    messages.text("train.preview.noPicture"), "muted", "small"));
            return;
        }
        var file = sample.picture().get();
        if (shown.equals(file.toString())) {
            return;
        }
        shown = file.toString();
        page.thumbnails()
                .request(
                        file,
                        2 * (int) SIDE,
                        address -> {
                            if (shown.equals(file.toString())) {
                                var frame = new RoundedPicture(SIDE, SIDE, RADIUS);
                                frame.setImage(new Image(address.toString()));
                                frame.setAccessibleText(String.valueOf(file.getFileName()));
                                picture.getChildren().setAll(frame);
                            }
                        });
    }
}
