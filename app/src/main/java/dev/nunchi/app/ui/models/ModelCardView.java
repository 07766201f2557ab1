package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.DeviceWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.ModelWords;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.PackedWeights;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// One model: what it is, whether it fits, and what can be done with it.
final class ModelCardView extends HBox {
    private final ModelCard card;
    private final ModelsViewModel viewModel;
    private final Messages messages;
    private final PackingCost cost;

    ModelCardView(ModelCard card, ModelsViewModel viewModel, Messages messages) {
        this.card = card;
        this.viewModel = viewModel;
        this.messages = messages;
        this.cost = new PackingCost(messages);
        getStyleClass().addAll("card", "model-card");
        setAlignment(Pos.TOP_LEFT);
        String architecture = ModelWords.architecture(messages, card.model().architecture());
        var words = new VBox(heading(), Nodes.label(architecture, "muted"), facts());
        words.getStyleClass().add("model-words");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        card.fit().ifPresent(fit -> words.getChildren().add(fit(fit)));
        if (card.model().origin() == InstalledModel.Origin.BUNDLED) {
            words.getChildren()
                    .add(Nodes.iconLine(Icon.INFO, messages.text("shell.demonstration"), "muted"));
        }
        if (card.use() == ModelCard.Use.IN_USE) {
            viewModel.openProperty().getValue().ifPresent(info -> addTrials(words, info));
        }
        getChildren().addAll(words, acts());
    }

    private void addTrials(VBox words, ModelInfo info) {
        var device = new DeviceWords(messages);
        var others = Nodes.label("", "muted");
        others.getStyleClass().addAll("small", "model-other-devices");
        WhileShown.follow(
                this,
                viewModel.devicesProperty(),
                devices -> {
                    others.setText(String.join("\n", device.others(info, devices)));
                    others.setVisible(!devices.isEmpty());
                    others.setManaged(!devices.isEmpty());
                });
        var inUse = messages.text("models.device", device.inUse(info));
        words.getChildren()
                .addAll(
                        Nodes.iconLine(Icon.DEVICE, inUse, "muted"),
                        others,
                        new CheckupView(card.model(), info, viewModel.checkups(), messages));
    }

    private Node heading() {
        var heading = new HBox(Nodes.label(card.model().name(), "model-name"));
        heading.getStyleClass().add("model-heading");
        heading.setAlignment(Pos.CENTER_LEFT);
        switch (card.use()) {
            case IN_USE -> heading.getChildren().add(tag("models.inUse"));
            case OPENING -> heading.getChildren().add(tag("models.opening"));
            case INSTALLED -> {}
        }
        return heading;
    }

    private Label tag(String key) {
        var tag = new Label(messages.text(key));
        tag.getStyleClass().addAll("tag", "accent");
        tag.setMinWidth(Region.USE_PREF_SIZE);
        return tag;
    }

    private Node facts() {
        var facts = new ArrayList<String>();
        facts.add(messages.text("models.size", messages.formats().bytes(card.model().bytes())));
        card.contextLength()
                .ifPresent(length -> facts.add(messages.text("models.context", length)));
        card.model().packed().ifPresent(packed -> facts.addAll(cost.of(packed)));
        card.model().own().ifPresent(_ -> facts.add(messages.text("models.own")));
        facts.add(
                messages.text(
                        switch (card.model().origin()) {
                            case BUNDLED -> "models.origin.bundled";
                            case IMPORTED -> "models.origin.imported";
                        }));
        return Nodes.label(String.join("  ·  ", facts), "muted");
    }

    private Node fit(MemoryFit fit) {
        if (card.use() == ModelCard.Use.IN_USE) {
            return Nodes.iconLine(Icon.DONE, fitWords("models.fit.inUse", fit), "muted");
        }
        return switch (fit.verdict()) {
            case GOOD -> Nodes.iconLine(Icon.DONE, fitWords("models.fit.good", fit), "muted");
            case TIGHT ->
                    Nodes.iconLine(Icon.WARNING, fitWords("models.fit.tight", fit), "warn-text");
            case TOO_LARGE ->
                    Nodes.iconLine(Icon.ERROR, fitWords("models.fit.tooLarge", fit), "danger-text");
        };
    }

    private String fitWords(String key, MemoryFit fit) {
        var formats = messages.formats();
        return messages.text(
                key,
                formats.bytes(fit.needed()),
                formats.bytes(fit.machine().installed()),
                formats.bytes(fit.machine().free()),
                fit.context());
    }

    private Node acts() {
        var acts = new VBox();
        acts.getStyleClass().add("model-acts");
        acts.setMinWidth(Region.USE_PREF_SIZE);
        if (card.use() == ModelCard.Use.INSTALLED) {
            acts.getChildren().add(button("models.use", "model-use", this::use));
        }
        if (card.use() == ModelCard.Use.IN_USE) {
            acts.getChildren().add(button("models.unload", "model-unload", viewModel::unload));
        }
        if (card.model().packed().isPresent()) {
            acts.getChildren().add(button("models.measure", "model-measure", this::measure));
        }
        if (card.isRemovable()) {
            var remove = button("models.remove", "model-remove", this::remove);
            remove.getStyleClass().addAll("quiet", "danger");
            acts.getChildren().add(remove);
        }
        return acts;
    }

    private Button button(String key, String style, Runnable act) {
        var button = new Button(messages.text(key));
        button.getStyleClass().add(style);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(messages.text(key) + ", " + card.model().name());
        button.setOnAction(_ -> act.run());
        return button;
    }

    private void use() {
        viewModel.use(card.model());
    }

    /// Asks for the original if it is not where it was.
    private void measure() {
        var known = card.model().packed().flatMap(PackedWeights::source).filter(Files::exists);
        known.or(this::chosenOriginal)
                .ifPresent(original -> viewModel.measure(card.model(), original));
    }

    private Optional<Path> chosenOriginal() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("models.measure.original", card.model().name()));
        return Optional.ofNullable(chooser.showDialog(getScene().getWindow())).map(File::toPath);
    }

    private void remove() {
        var question =
                new Confirmation(
                        messages.text("models.remove.title", card.model().name()),
                        messages.text(
                                "models.remove.body",
                                messages.formats().bytes(card.model().bytes())),
                        messages.text("models.remove"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            viewModel.remove(card.model());
        }
    }
}
