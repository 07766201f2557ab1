package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.evaluation.EvaluationService.Examined;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.SourceWell;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Kind;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

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
        getStyleClass().add("form-part");
        var order = page.order();
        var kinds =
                new Switch<>(
                        order.kindProperty(),
                        Kind.values(),
                        kind -> messages.text("evaluation.kind." + word(kind)),
                        "evaluation-kind-");
        chosen.getStyleClass().add("form-part");
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
        var well = well();
        chosen.getChildren().setAll(well);
        switch (state) {
            case MaterialState.None _ -> well.ask();
            case MaterialState.Reading(var material, var progress) -> {
                double fraction = progress.fraction();
                well.read(
                        messages.text("train.data.reading", material.name()),
                        StageWords.of(progress.stage(), fraction, messages),
                        fraction);
            }
            case MaterialState.Ready(var found) -> found(well, found);
        }
    }

    /// What it asks for depends on the kind.
    private SourceWell well() {
        String title = messages.text("evaluation.material.drop");
        String kind = word(page.order().kindProperty().get());
        return new SourceWell(
                "evaluation",
                new SourceWell.Words(
                        title,
                        messages.text("evaluation.kind." + kind + ".layout"),
                        new SourceWell.Choice(messages.text("train.data.folder"), title),
                        new SourceWell.Choice(messages.text("train.data.file"), title),
                        messages.text("train.data.file.filter"),
                        messages.text("shell.cancel")),
                new SourceWell.Acts(page::choose, page::cancelReading));
    }

    private void found(SourceWell well, Examined found) {
        var words =
                new VBox(
                        Nodes.label(found.material().name(), "strong"),
                        Nodes.label(facts(found), "muted", "small"));
        words.setAlignment(Pos.CENTER_LEFT);
        var acts = well.buttons();
        if (found.absent() > 0) {
            words.getChildren()
                    .add(
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    messages.text("evaluation.material.absent", found.absent()),
                                    "danger-text"));
        }
        if (found.absent() > 0 && found.material() instanceof Material.Questions) {
            var pictures =
                    Nodes.button(
                            messages.text("evaluation.material.pictures"),
                            "evaluation-pictures",
                            this::choosePictures);
            pictures.getStyleClass().add("primary");
            acts.getChildren().addFirst(pictures);
        }
        well.found(words, acts);
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

    private void choosePictures() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("evaluation.material.pictures"));
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .ifPresent(folder -> page.choosePictures(folder.toPath()));
    }
}
