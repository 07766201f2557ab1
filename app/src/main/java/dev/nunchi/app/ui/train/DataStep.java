package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.SourceWell;
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
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
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
    private final SourceWell source;
    private final ProblemList problems;
    private final PreviewPane preview;
    private final Button next;

    DataStep(TrainViewModel page, Messages messages) {
        this.data = page.data();
        this.messages = messages;
        getStyleClass().add("step-body");
        source = source();
        problems = new ProblemList(messages);
        preview = new PreviewPane(page, messages);
        next =
                Nodes.button(
                        messages.text("train.continue"),
                        "train-continue",
                        () -> page.show(TrainViewModel.Step.SETTINGS));
        next.getStyleClass().add("primary");
        var acts = new HBox(Nodes.space(), next);
        getChildren().addAll(modelRow(), source, problems, preview, acts);
        WhileShown.follow(this, data.stateProperty(), this::show);
        WhileShown.follow(this, data.models(), this::showModels);
        WhileShown.follow(this, data.modelProperty(), this::showModel);
    }

    private SourceWell source() {
        var folder =
                new SourceWell.Choice(
                        messages.text("train.data.folder"),
                        messages.text("train.data.folder.title"));
        var file =
                new SourceWell.Choice(
                        messages.text("train.data.file"), messages.text("train.data.file.title"));
        return new SourceWell(
                "train",
                new SourceWell.Words(
                        messages.text("train.data.drop"),
                        messages.text("train.data.drop.hint"),
                        folder,
                        file,
                        messages.text("train.data.file.filter"),
                        messages.text("shell.cancel")),
                new SourceWell.Acts(data::choose, data::cancel));
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
        switch (state) {
            case DataState.None _ -> source.ask();
            case DataState.Reading reading -> {
                double fraction = reading.progress().fraction();
                source.read(
                        messages.text("train.data.reading", name(reading.source())),
                        StageWords.of(reading.progress().stage(), fraction, messages),
                        fraction);
            }
            case DataState.Ready ready ->
                    source.found(
                            found(ready),
                            source.menu(messages.text("train.data.other"), "train-other-data"));
        }
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

    private VBox found(DataState.Ready ready) {
        var words = new VBox(Nodes.label(name(ready.source()), "strong"));
        if (ready.rows() > 0) {
            words.getChildren().add(Nodes.label(facts(ready), "muted", "small"));
        } else {
            words.getChildren()
                    .addAll(
                            Nodes.iconLine(
                                    Icon.ERROR, messages.text("train.data.none"), "danger-text"),
                            Nodes.label(messages.text("train.data.none.body"), "muted", "small"));
        }
        return words;
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

    static String name(Path source) {
        return String.valueOf(source.getFileName());
    }
}
