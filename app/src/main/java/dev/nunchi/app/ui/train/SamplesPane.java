package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.engine.finetune.SampleReport;

import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The same few validation pictures with what the model now says about them.
final class SamplesPane extends VBox {
    private static final double SIDE = 88;
    private static final double RADIUS = 10;
    private static final int COLUMNS = 2;

    private final TrainViewModel page;
    private final Messages messages;
    private final GridPane grid = new GridPane();
    private final Map<Path, RoundedPicture> frames = new HashMap<>();
    private final Node empty;

    SamplesPane(TrainViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().add("samples");
        setId("train-samples");
        grid.getStyleClass().add("samples-grid");
        for (int i = 0; i < COLUMNS; i++) {
            var column = new ColumnConstraints();
            column.setPercentWidth(100.0 / COLUMNS);
            grid.getColumnConstraints().add(column);
        }
        empty = Nodes.label(messages.text("train.samples.empty"), "muted", "small");
        getChildren()
                .addAll(Nodes.label(messages.text("train.samples.title"), "strong"), empty, grid);
        WhileShown.follow(this, page.run().samples(), this::show);
    }

    private void show() {
        var samples = page.run().samples();
        Nodes.show(empty, samples.isEmpty());
        grid.getChildren().clear();
        for (int i = 0; i < samples.size(); i++) {
            grid.add(card(samples.get(i)), i % COLUMNS, i / COLUMNS);
        }
    }

    private Node card(SampleReport sample) {
        var frame = frames.computeIfAbsent(sample.picture(), this::frame);
        var words =
                new VBox(
                        Nodes.label(sample.question(), "muted", "small"),
                        Nodes.label(answer(sample)),
                        Nodes.label(
                                messages.text("train.samples.expected", sample.expected()),
                                "muted",
                                "small"),
                        Nodes.label(
                                messages.text("train.samples.step", sample.step()),
                                "muted",
                                "small"));
        words.setMinWidth(0);
        words.getStyleClass().add("sample-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var card = new HBox(frame, words);
        card.getStyleClass().add("sample");
        return card;
    }

    private String answer(SampleReport sample) {
        String text = sample.answer().strip();
        return text.isEmpty() ? messages.text("train.compare.empty") : text;
    }

    private RoundedPicture frame(Path file) {
        var frame = new RoundedPicture(SIDE, SIDE, RADIUS);
        frame.setAccessibleText(String.valueOf(file.getFileName()));
        page.thumbnails()
                .request(
                        file,
                        2 * (int) SIDE,
                        address -> frame.setImage(new Image(address.toString())));
        return frame;
    }
}
