package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.RowMessages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.RowProblem;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which pictures rows are written about, and what is known of them.
final class SourcePane extends VBox {
    private static final int TOLD_PROBLEMS = 3;

    private final GenerateViewModel page;
    private final Messages messages;

    SourcePane(GenerateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().add("generate-part");
        WhileShown.follow(this, page.sourceProperty(), this::show);
    }

    private void show(SourceState state) {
        getChildren()
                .setAll(
                        switch (state) {
                            case SourceState.None _ -> well();
                            case SourceState.Reading reading -> progress(reading);
                            case SourceState.Ready ready -> found(ready);
                        });
        if (state instanceof SourceState.Ready ready) {
            tell(ready.scenes().problems());
        }
    }

    private Node well() {
        var well =
                new VBox(
                        Icon.FOLDER.node(),
                        Nodes.label(messages.text("generate.source.drop"), "strong", "centred"),
                        Nodes.label(
                                messages.text("generate.source.hint"), "muted", "small", "centred"),
                        choosers());
        well.getStyleClass().addAll("well", "drop-well");
        return well;
    }

    private HBox choosers() {
        var folder =
                Nodes.button(
                        messages.text("train.data.folder"), "generate-folder", this::chooseFolder);
        var file =
                Nodes.button(messages.text("train.data.file"), "generate-file", this::chooseFile);
        var acts = new HBox(folder, file);
        acts.getStyleClass().add("acts");
        acts.setAlignment(Pos.CENTER);
        return acts;
    }

    private Node progress(SourceState.Reading reading) {
        var cancel =
                Nodes.button(
                        messages.text("shell.cancel"),
                        "generate-cancel-reading",
                        page::cancelReading);
        var row =
                new HBox(
                        Nodes.label(
                                messages.text("train.data.reading", name(reading.source())),
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
        box.getStyleClass().addAll("well", "generate-part");
        return box;
    }

    private Node found(SourceState.Ready ready) {
        var words =
                new VBox(
                        Nodes.label(name(ready.source()), "strong"),
                        Nodes.label(facts(ready), "muted", "small"));
        words.setMinWidth(0);
        if (ready.pictures() == 0) {
            words.getChildren()
                    .setAll(
                            Nodes.label(name(ready.source()), "strong"),
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    messages.text("generate.source.none"),
                                    "danger-text"));
        } else if (ready.alone() > 0) {
            words.getChildren().add(alone(ready.alone()));
        }
        var row = new HBox(Icon.FOLDER.node(), words, Nodes.space(), choosers());
        row.getStyleClass().addAll("well", "generate-found");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node alone(int pictures) {
        return Nodes.iconLine(
                Icon.INFO,
                page.order()
                        .captionsBy()
                        .map(model ->
                                messages.text("generate.source.alone", pictures, model.name()))
                        .orElseGet(() -> messages.text("generate.source.aloneNone", pictures)),
                "muted");
    }

    private String facts(SourceState.Ready ready) {
        var facts = new ArrayList<String>();
        facts.add(messages.text("train.data.pictures", ready.pictures()));
        if (ready.described() > 0) {
            facts.add(messages.text("generate.source.described", ready.described()));
        }
        if (ready.boxes() > 0) {
            facts.add(messages.text("generate.source.boxes", ready.boxes()));
        }
        return String.join("  ·  ", facts);
    }

    private void tell(List<RowProblem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        var words = new RowMessages(messages);
        getChildren()
                .add(
                        Nodes.iconLine(
                                Icon.WARNING,
                                messages.text("generate.source.problems", problems.size()),
                                "warn-text"));
        problems.stream()
                .limit(TOLD_PROBLEMS)
                .map(problem ->
                        Nodes.label(
                                words.place(problem)
                                        + ": "
                                        + words.of(problem).sentence()
                                        + " "
                                        + words.of(problem).act(),
                                "muted",
                                "small"))
                .forEach(getChildren()::add);
    }

    private void chooseFolder() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("generate.source.drop"));
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .ifPresent(folder -> page.choose(folder.toPath()));
    }

    private void chooseFile() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("generate.source.drop"));
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

    static String name(Path source) {
        return String.valueOf(source.getFileName());
    }
}
