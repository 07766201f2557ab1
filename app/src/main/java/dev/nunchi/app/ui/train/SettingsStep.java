package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.LoraChoice;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Question;
import dev.nunchi.app.ui.train.SettingsFields.Learning;
import dev.nunchi.engine.finetune.ProjectorStart;
import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.library.InstalledModel;

import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The second step: how to learn, and what that takes.
final class SettingsStep extends VBox {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final TrainViewModel page;
    private final SettingsViewModel settings;
    private final SettingsFields fields;
    private final Messages messages;
    private final List<Node> ofSecondStage = new ArrayList<>();
    private final List<Node> ofLora = new ArrayList<>();
    private final List<Node> ofFirstStage = new ArrayList<>();
    private final TextField name = new TextField();

    SettingsStep(TrainViewModel page, Messages messages) {
        this.page = page;
        this.settings = page.settings();
        this.fields = settings.fields();
        this.messages = messages;
        getStyleClass().add("step-body");
        getChildren()
                .addAll(
                        stages(),
                        name(),
                        second(learning()),
                        number("train.settings.epochs", "train-epochs", fields.epochs),
                        number("train.settings.batch", "train-batch", fields.batch),
                        lora(number("train.settings.rank", "train-rank", fields.rank)),
                        number("train.settings.rate", "train-rate", fields.rate),
                        number("train.settings.validation", "train-validation", fields.validation),
                        advanced(),
                        new EstimatePane(settings, messages),
                        acts());
        WhileShown.follow(this, settings.stageProperty(), this::show);
    }

    private Node stages() {
        var group = new ToggleGroup();
        var cards = new GridPane();
        cards.addRow(
                0, stage(TrainingStage.END_TO_END, group), stage(TrainingStage.ALIGNMENT, group));
        for (int i = 0; i < 2; i++) {
            var half = new ColumnConstraints();
            half.setPercentWidth(50);
            cards.getColumnConstraints().add(half);
        }
        cards.getStyleClass().add("stage-cards");
        return new VBox(8, Nodes.label(text("train.settings.stage")), cards);
    }

    private Node stage(TrainingStage stage, ToggleGroup group) {
        String key =
                switch (stage) {
                    case ALIGNMENT -> "train.stage.1";
                    case END_TO_END -> "train.stage.2";
                };
        var choice = new RadioButton(text(key));
        choice.setId("train-stage-" + stage.number());
        choice.setToggleGroup(group);
        choice.setWrapText(true);
        choice.getStyleClass().add("strong");
        choice.setAccessibleHelp(text(key + ".hint"));
        choice.setOnAction(_ -> settings.choose(stage));
        WhileShown.follow(this, settings.stageProperty(), now -> choice.setSelected(now == stage));
        var hint = Nodes.label(text(key + ".hint"), "muted", "small");
        var card = new VBox(choice, hint);
        card.getStyleClass().add("stage-card");
        card.setOnMouseClicked(_ -> settings.choose(stage));
        return card;
    }

    private Node name() {
        name.setId("train-name");
        name.getStyleClass().add("train-choice");
        name.textProperty().bindBidirectional(settings.nameProperty());
        return row(
                "train.settings.name",
                name,
                text("train.settings.name.invalid"),
                settings.nameValidProperty());
    }

    private Node learning() {
        var box =
                combo("train-learning", fields.learning, List.of(Learning.values()), this::nameOf);
        var why = Nodes.label("", "muted", "small");
        var row = row("train.settings.learning", box, "", fields.learning.map(_ -> true));
        WhileShown.follow(
                this,
                settings.canLearnWholeProperty(),
                can -> {
                    boolean packed = can.isPresent() && !can.get();
                    Hindrance.set(
                            box,
                            can.isEmpty()
                                    ? Optional.of(text("train.not.known"))
                                    : Optional.empty());
                    Nodes.show(box, !packed);
                    Nodes.show(why, packed);
                    why.setText(text("train.settings.learning.packed", modelName()));
                });
        WhileShown.follow(this, fields.learning, _ -> show(settings.stageProperty().get()));
        return new VBox(4, row, why);
    }

    private String modelName() {
        return page.data().modelProperty().get().map(InstalledModel::name).orElse("");
    }

    private Node advanced() {
        var rows =
                new VBox(
                        second(
                                number(
                                        "train.settings.projectorRate",
                                        "train-projector-rate",
                                        fields.projectorRate)),
                        choice(
                                "train.settings.projector",
                                "train-projector",
                                fields.projector,
                                List.of(ProjectorStart.values()),
                                this::nameOf),
                        first(
                                choice(
                                        "train.settings.form",
                                        "train-form",
                                        fields.form,
                                        List.of(SampleForm.values()),
                                        this::nameOf)),
                        lora(
                                choice(
                                        "train.settings.layers",
                                        "train-layers",
                                        fields.layers,
                                        List.of(LoraChoice.Layers.ALL, LoraChoice.Layers.ATTENTION),
                                        this::nameOf)),
                        lora(number("train.settings.alpha", "train-alpha", fields.alpha)),
                        number("train.settings.accumulate", "train-accumulate", fields.accumulate),
                        number("train.settings.maxLength", "train-max-length", fields.maxLength),
                        number("train.settings.evaluateEvery", "train-every", fields.evaluateEvery),
                        number("train.settings.patience", "train-patience", fields.patience),
                        number(
                                "train.settings.snapshotEvery",
                                "train-snapshots",
                                fields.snapshotEvery),
                        number("train.settings.warmup", "train-warmup", fields.warmup),
                        number(
                                "train.settings.weightDecay",
                                "train-weight-decay",
                                fields.weightDecay),
                        number("train.settings.maxNorm", "train-max-norm", fields.maxNorm),
                        number("train.settings.seed", "train-seed", fields.seed));
        rows.getStyleClass().add("step-body");
        var pane = new TitledPane(text("train.settings.advanced"), rows);
        pane.setId("train-advanced");
        pane.getStyleClass().add("fold");
        pane.setExpanded(false);
        pane.setAnimated(false);
        return pane;
    }

    private Node acts() {
        var defaults =
                Nodes.button(
                        text("train.settings.defaults"),
                        "train-defaults",
                        settings::restoreDefaults);
        defaults.getStyleClass().add("quiet");
        var start = Nodes.button(text("train.settings.start"), "train-start", this::start);
        start.getStyleClass().add("primary");
        WhileShown.follow(
                this,
                settings.requestProperty(),
                request ->
                        Hindrance.set(
                                start,
                                request.isEmpty()
                                        ? Optional.of(text("train.not.settings"))
                                        : Optional.empty()));
        return new HBox(defaults, Nodes.space(), start);
    }

    private void start() {
        settings.misfit().ifPresentOrElse(this::askBeforeStart, page::startRun);
    }

    /// A run that is likely to fail for want of memory is not begun without a word.
    private void askBeforeStart(RunEstimate estimate) {
        var formats = messages.formats();
        var need = formats.bytes(estimate.memoryBytes());
        var free = formats.bytes(estimate.freeBytes());
        int rows = estimate.batchThatFits();
        var anyway = text("train.memory.anyway");
        var question =
                new Question(
                        text("train.memory.title"),
                        rows > 0
                                ? text("train.memory.fewer", need, free, rows)
                                : text("train.memory.none", need, free),
                        rows > 0
                                ? List.of(text("train.memory.shrink", rows), anyway)
                                : List.of(anyway),
                        text("shell.cancel"));
        question.answer(getScene().getWindow())
                .ifPresent(chosen -> {
                    if (rows > 0 && chosen == 0) {
                        settings.shrink();
                    }
                    page.startRun();
                });
    }

    private Node number(String key, String id, NumberField number) {
        var field = new TextField();
        field.setId(id);
        field.getStyleClass().add("train-number");
        field.textProperty().bindBidirectional(number.textProperty());
        return row(
                key,
                field,
                text("train.settings.number.invalid", number.leastText(), number.greatestText()),
                number.validProperty());
    }

    private <T> Node choice(
            String key, String id, Property<T> value, List<T> values, Function<T, String> nameOf) {
        return row(key, combo(id, value, values, nameOf), "", value.map(_ -> true));
    }

    private <T> ComboBox<T> combo(
            String id, Property<T> value, List<T> values, Function<T, String> nameOf) {
        var box = new ComboBox<T>();
        box.setId(id);
        box.getItems().setAll(values);
        box.getStyleClass().add("train-choice");
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(T one) {
                        return one == null ? "" : nameOf.apply(one);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.valueProperty().bindBidirectional(value);
        return box;
    }

    /// @param invalid what to tell while `valid` says no
    private Node row(String key, Control control, String invalid, ObservableValue<Boolean> valid) {
        var title = Nodes.label(text(key));
        title.setLabelFor(control);
        control.setAccessibleText(title.getText());
        control.setAccessibleHelp(text(key + ".hint"));
        var hint = Nodes.label(text(key + ".hint"), "muted", "small");
        var wrong = Nodes.label(invalid, "danger-text", "small");
        var words = new VBox(title, hint, wrong);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        WhileShown.follow(
                this,
                valid,
                good -> {
                    Nodes.show(wrong, !good);
                    control.pseudoClassStateChanged(ERROR, !good);
                });
        var row = new HBox(words, control);
        row.getStyleClass().add("train-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node second(Node row) {
        ofSecondStage.add(row);
        return row;
    }

    private Node lora(Node row) {
        ofLora.add(row);
        return row;
    }

    private Node first(Node row) {
        ofFirstStage.add(row);
        return row;
    }

    private void show(TrainingStage stage) {
        boolean second = stage == TrainingStage.END_TO_END;
        boolean update = fields.learning.get() == Learning.UPDATE;
        ofSecondStage.forEach(row -> Nodes.show(row, second));
        ofLora.forEach(row -> Nodes.show(row, second && update));
        ofFirstStage.forEach(row -> Nodes.show(row, stage == TrainingStage.ALIGNMENT));
    }

    private String nameOf(Learning learning) {
        return text(
                switch (learning) {
                    case UPDATE -> "train.settings.learning.update";
                    case WHOLE -> "train.settings.learning.whole";
                });
    }

    private String nameOf(ProjectorStart start) {
        return text(
                switch (start) {
                    case MODEL -> "train.settings.projector.model";
                    case FRESH -> "train.settings.projector.fresh";
                });
    }

    private String nameOf(SampleForm form) {
        return text(
                switch (form) {
                    case CHAT -> "train.settings.form.chat";
                    case PLAIN -> "train.settings.form.plain";
                });
    }

    private String nameOf(LoraChoice.Layers layers) {
        return text(
                switch (layers) {
                    case ALL -> "train.settings.layers.all";
                    case ATTENTION -> "train.settings.layers.attention";
                });
    }

    private String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }
}
