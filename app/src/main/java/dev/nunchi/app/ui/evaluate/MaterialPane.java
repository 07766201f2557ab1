package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.EvaluationOrder.Material;
import dev.nunchi.app.service.EvaluationService.Examined;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Kind;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// What models are asked about, and what is known of it.
final class MaterialPane extends VBox {
    private static final int NUMBER_COLUMNS = 6;

    private final EvaluateViewModel page;
    private final Messages messages;
    private final VBox about = new VBox();
    private final VBox chosen = new VBox();
    private final HBox count = new HBox();

    MaterialPane(EvaluateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().add("evaluation-part");
        var order = page.order();
        var kinds =
                new Switch<>(
                        order.kindProperty(),
                        Kind.values(),
                        kind -> messages.text("evaluation.kind." + word(kind)),
                        "evaluation-kind-");
        chosen.getStyleClass().add("evaluation-part");
        getChildren().addAll(kinds, about, chosen, countRow());
        WhileShown.follow(this, order.kindProperty(), this::show);
        WhileShown.follow(this, order.materialProperty(), this::show);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Node countRow() {
        var field = new TextField();
        field.setId("evaluation-count");
        field.setPrefColumnCount(NUMBER_COLUMNS);
        field.textProperty().bindBidirectional(page.order().countProperty());
        var label = Nodes.label(messages.text("evaluation.count"));
        label.setLabelFor(field);
        field.setAccessibleText(label.getText());
        count.getChildren().setAll(label, field);
        count.getStyleClass().add("acts");
        count.setAlignment(Pos.CENTER_LEFT);
        return count;
    }

    private void show(Kind kind) {
        about.getChildren()
                .setAll(
                        Nodes.label(
                                messages.text("evaluation.kind." + word(kind) + ".about"),
                                "muted",
                                "small"));
        Nodes.show(count, kind != Kind.BENCHMARK);
        if (count.getChildren().getLast() instanceof TextField field) {
            field.setPromptText(kind == Kind.BUILT ? "30" : "100");
        }
        show(page.order().materialProperty().get());
    }

    private void show(MaterialState state) {
        chosen.getChildren()
                .setAll(
                        switch (state) {
                            case MaterialState.None _ -> well();
                            case MaterialState.Reading reading -> progress(reading);
                            case MaterialState.Ready(var found) -> found(found);
                        });
    }

    private Node well() {
        var well =
                new VBox(
                        Icon.FOLDER.node(),
                        Nodes.label(messages.text("evaluation.material.drop"), "strong", "centred"),
                        Nodes.label(
                                messages.text(
                                        "evaluation.kind."
                                                + word(page.order().kindProperty().get())
                                                + ".layout"),
                                "muted",
                                "small",
                                "centred"),
                        choosers());
        well.getStyleClass().addAll("well", "drop-well");
        return well;
    }

    private HBox choosers() {
        var folder =
                Nodes.button(
                        messages.text("train.data.folder"),
                        "evaluation-folder",
                        () -> chooseFolder("evaluation.material.drop", page::choose));
        var file =
                Nodes.button(messages.text("train.data.file"), "evaluation-file", this::chooseFile);
        var acts = new HBox(folder, file);
        acts.getStyleClass().add("acts");
        acts.setAlignment(Pos.CENTER);
        return acts;
    }

    private Node progress(MaterialState.Reading reading) {
        var cancel =
                Nodes.button(
                        messages.text("shell.cancel"),
                        "evaluation-cancel-reading",
                        page::cancelReading);
        var row =
                new HBox(
                        Nodes.label(
                                messages.text("train.data.reading", reading.material().name()),
                                "strong"),
                        Nodes.space(),
                        cancel);
        row.setAlignment(Pos.CENTER_LEFT);
        double fraction = reading.progress().fraction();
        var bar = new ProgressBar(fraction);
        bar.setMaxWidth(Double.MAX_VALUE);
        var stage =
                Nodes.label(
                        StageWords.of(reading.progress().stage(), fraction, messages),
                        "muted",
                        "small");
        var box = new VBox(row, bar, stage);
        box.getStyleClass().addAll("well", "evaluation-part");
        return box;
    }

    private Node found(Examined found) {
        var words =
                new VBox(
                        Nodes.label(found.material().name(), "strong"),
                        Nodes.label(facts(found), "muted", "small"));
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        if (found.absent() > 0) {
            words.getChildren()
                    .add(
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    messages.text("evaluation.material.absent", found.absent()),
                                    "danger-text"));
        }
        var acts = choosers();
        if (found.absent() > 0 && found.material() instanceof Material.Questions) {
            var pictures =
                    Nodes.button(
                            messages.text("evaluation.material.pictures"),
                            "evaluation-pictures",
                            () ->
                                    chooseFolder(
                                            "evaluation.material.pictures", page::choosePictures));
            pictures.getStyleClass().add("primary");
            acts.getChildren().addFirst(pictures);
        }
        var row = new HBox(Icon.FOLDER.node(), words, Nodes.space(), acts);
        row.getStyleClass().addAll("well", "evaluation-found");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private String facts(Examined found) {
        var facts = new ArrayList<String>();
        facts.add(messages.text("train.data.pictures", found.pictures()));
        facts.add(messages.text("evaluation.material.questions", found.questions()));
        if (found.unreferenced() > 0) {
            facts.add(messages.text("evaluation.material.unreferenced", found.unreferenced()));
        }
        return String.join("  ·  ", facts);
    }

    private void chooseFolder(String title, Consumer<Path> then) {
        var chooser = new DirectoryChooser();
        chooser.setTitle(messages.text(title));
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .ifPresent(folder -> then.accept(folder.toPath()));
    }

    private void chooseFile() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("evaluation.material.drop"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("train.data.file.filter"),
                                "*.jsonl",
                                "*.json",
                                "*.csv"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> page.choose(file.toPath()));
    }
}
