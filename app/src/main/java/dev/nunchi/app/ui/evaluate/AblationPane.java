package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.ui.control.Named;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.Optional;

/// What an ablation trains, on which data, and for how long.
final class AblationPane extends VBox {
    private static final int NUMBER_COLUMNS = 9;

    private final OrderViewModel order;
    private final Messages messages;
    private final ComboBox<Answerer> model = new ComboBox<>();
    private final Label data = Nodes.label("", "strong");

    AblationPane(EvaluateViewModel page, Messages messages) {
        this.order = page.order();
        this.messages = messages;
        getStyleClass().add("form-part");
        model.setId("evaluation-model");
        model.setConverter(new Named<>(who -> AnswererWords.of(who, messages)));
        model.setOnAction(_ -> {
            if (model.getValue() != null) {
                order.train(model.getValue());
            }
        });
        var steps = new TextField();
        steps.setId("evaluation-steps");
        steps.setPrefColumnCount(NUMBER_COLUMNS);
        steps.setPromptText(messages.text("evaluation.steps.usual"));
        steps.textProperty().bindBidirectional(order.stepsProperty());
        var choices =
                new FlowPane(
                        Nodes.named(messages.text("evaluation.model"), model),
                        Nodes.named(messages.text("evaluation.steps"), steps));
        choices.getStyleClass().add("form-choices");
        getChildren()
                .addAll(
                        Nodes.label(messages.text("evaluation.ablation.about"), "muted", "small"),
                        dataRow(),
                        choices);
        WhileShown.follow(this, order.available(), this::offer);
        WhileShown.follow(this, order.candidates(), this::offer);
        WhileShown.follow(this, order.dataProperty(), this::show);
    }

    private Node dataRow() {
        var choose =
                Nodes.button(
                        messages.text("evaluation.data.choose"),
                        "evaluation-data",
                        this::chooseData);
        var words = new VBox(Nodes.label(messages.text("evaluation.data"), "muted", "small"), data);
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        var row = new HBox(words, Nodes.space(), choose);
        row.getStyleClass().addAll("well", "evaluation-found");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void offer() {
        var trainable = order.trainable();
        if (!model.getItems().equals(trainable)) {
            model.getItems().setAll(trainable);
        }
        order.candidates().stream().findFirst().ifPresent(model::setValue);
    }

    private void show(Optional<Path> chosen) {
        data.setText(
                chosen.map(path -> String.valueOf(path.getFileName()))
                        .orElseGet(() -> messages.text("evaluation.data.none")));
    }

    private void chooseData() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("evaluation.data"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("train.data.file.filter"),
                                "*.jsonl",
                                "*.json",
                                "*.csv"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> order.learnFrom(file.toPath()));
    }
}
