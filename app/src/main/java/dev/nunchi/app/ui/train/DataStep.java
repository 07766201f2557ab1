package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.library.InstalledModel;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The first step: which model learns from what.
final class DataStep extends VBox {
    private final DataViewModel data;
    private final Messages messages;
    private final ComboBox<InstalledModel> model = new ComboBox<>();
    private final VBox source = new VBox();
    private final ProblemList problems;
    private final PreviewPane preview;
    private final Button next;

    DataStep(TrainViewModel page, Messages messages) {
        this.data = page.data();
        this.messages = messages;
        getStyleClass().add("step-body");
        problems = new ProblemList(messages);
        preview = new PreviewPane(page, messages);
        next =
                Nodes.button(
                        messages.text("train.continue"),
                        "train-continue",
                        () -> page.show(TrainViewModel.Step.SETTINGS));
        next.getStyleClass().add("primary");
        source.getStyleClass().add("step-part");
        var acts = new HBox(Nodes.space(), next);
        getChildren().addAll(modelRow(), source, problems, preview, acts);
        WhileShown.follow(this, data.stateProperty(), this::show);
        WhileShown.follow(this, data.models(), this::showModels);
        WhileShown.follow(this, data.modelProperty(), this::showModel);
    }

    private Node modelRow() {
        model.setId("train-model");
        model.getStyleClass().add("train-choice");
        model.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(InstalledModel value) {
                        return value == null ? "" : value.name();
                    }

                    @Override
                    public InstalledModel fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        model.setOnAction(_ -> Optional.ofNullable(model.getValue()).ifPresent(data::choose));
        var name = Nodes.label(messages.text("train.data.model"));
        name.setLabelFor(model);
        model.setAccessibleText(name.getText());
        var row = new HBox(name, Nodes.space(), model);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void showModels() {
        model.getItems().setAll(data.models());
        showModel(data.modelProperty().get());
    }

    private void showModel(Optional<InstalledModel> chosen) {
        model.setValue(chosen.orElse(null));
        Hindrance.set(next, missing(data, messages));
    }

    private void show(DataState state) {
        source.getChildren()
                .setAll(
                        switch (state) {
                            case DataState.None _ -> well();
                            case DataState.Reading reading -> progress(reading);
                            case DataState.Ready ready -> found(ready);
                        });
        var ready =
                state instanceof DataState.Ready now
                        ? Optional.of(now)
                        : Optional.<DataState.Ready>empty();
        problems.show(ready.map(now -> now.dataset().problems()).orElse(List.of()));
        Nodes.show(preview, ready.filter(now -> now.rows() > 0).isPresent());
        Hindrance.set(next, missing(data, messages));
    }

    /// Why nothing can be learnt yet; empty if a model and at least one row are there.
    static Optional<String> missing(DataViewModel data, Messages messages) {
        return data.isComplete() ? Optional.empty() : Optional.of(messages.text("train.not.data"));
    }

    private Node well() {
        var icon = Icon.FOLDER.node();
        var title = Nodes.label(messages.text("train.data.drop"), "strong");
        var hint = Nodes.label(messages.text("train.data.drop.hint"), "muted", "small", "centred");
        var folder =
                Nodes.button(
                        messages.text("train.data.folder"), "train-folder", this::chooseFolder);
        var file = Nodes.button(messages.text("train.data.file"), "train-file", this::chooseFile);
        var acts = new HBox(folder, file);
        acts.getStyleClass().add("acts");
        acts.setAlignment(Pos.CENTER);
        var well = new VBox(icon, title, hint, acts);
        well.getStyleClass().addAll("well", "drop-well");
        return well;
    }

    private Node progress(DataState.Reading reading) {
        var cancel =
                Nodes.button(messages.text("shell.cancel"), "train-cancel-reading", data::cancel);
        var name =
                Nodes.label(messages.text("train.data.reading", name(reading.source())), "strong");
        var row = new HBox(name, Nodes.space(), cancel);
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
        box.getStyleClass().addAll("well", "step-part");
        return box;
    }

    private Node found(DataState.Ready ready) {
        var other = new MenuButton(messages.text("train.data.other"));
        other.setId("train-other-data");
        var folder = new MenuItem(messages.text("train.data.folder"));
        folder.setOnAction(_ -> chooseFolder());
        var file = new MenuItem(messages.text("train.data.file"));
        file.setOnAction(_ -> chooseFile());
        other.getItems().addAll(folder, file);
        other.setMinWidth(USE_PREF_SIZE);
        var words = new VBox(Nodes.label(name(ready.source()), "strong"));
        words.setMinWidth(0);
        if (ready.rows() > 0) {
            words.getChildren().add(Nodes.label(facts(ready), "muted", "small"));
        } else {
            words.getChildren()
                    .addAll(
                            Nodes.iconLine(
                                    Icon.ERROR, messages.text("train.data.none"), "danger-text"),
                            Nodes.label(messages.text("train.data.none.body"), "muted", "small"));
        }
        var row = new HBox(Icon.FOLDER.node(), words, Nodes.space(), other);
        row.getStyleClass().addAll("well", "found");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private String facts(DataState.Ready ready) {
        var types =
                ready.dataset().samples().stream()
                        .collect(Collectors.groupingBy(Sample::type, Collectors.counting()));
        var facts = new ArrayList<String>();
        facts.add(counts(ready, messages));
        for (var type : SampleType.values()) {
            long count = types.getOrDefault(type, 0L);
            if (count > 0) {
                facts.add(nameOf(type) + " " + messages.formats().decimal(count, 0));
            }
        }
        return String.join("  ·  ", facts);
    }

    private String nameOf(SampleType type) {
        return messages.text(
                switch (type) {
                    case CONVERSATION -> "train.data.type.conversation";
                    case DETAIL -> "train.data.type.detail";
                    case COMPLEX -> "train.data.type.complex";
                    case CAPTION -> "train.data.type.caption";
                });
    }

    /// How many rows and pictures, in words.
    static String counts(DataState.Ready ready, Messages messages) {
        return messages.text(
                "train.data.found",
                messages.text("train.data.rows", ready.rows()),
                messages.text("train.data.pictures", ready.pictures()));
    }

    private void chooseFolder() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("train.data.folder.title"));
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .ifPresent(folder -> data.choose(folder.toPath()));
    }

    private void chooseFile() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("train.data.file.title"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("train.data.file.filter"),
                                "*.jsonl",
                                "*.json",
                                "*.csv"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> data.choose(file.toPath()));
    }

    static String name(Path source) {
        return String.valueOf(source.getFileName());
    }
}
