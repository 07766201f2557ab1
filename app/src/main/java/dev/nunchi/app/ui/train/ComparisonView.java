package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.AnswerComparison.Side;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.finetune.SampleReport;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Before and after: a picture, a question, two columns without names, and a vote that names them.
final class ComparisonView extends VBox {
    private static final double SIDE = 168;
    private static final double RADIUS = 14;
    private static final List<String> PATTERNS =
            List.of("*.jpg", "*.jpeg", "*.png", "*.webp", "*.gif", "*.bmp", "*.JPG", "*.PNG");

    private final TrainViewModel page;
    private final ComparisonViewModel comparison;
    private final Messages messages;
    private final StackPane picture = new StackPane();
    private final Button ask;
    private final GridPane columns = new GridPane();
    private final VBox outcome = new VBox();
    private final Label tally = Nodes.label("", "muted", "small");
    private final List<Label> titles;

    ComparisonView(TrainViewModel page, Messages messages) {
        this.page = page;
        this.comparison = page.comparison();
        this.messages = messages;
        getStyleClass().addAll("card", "form-card", "comparison");
        setId("train-comparison");
        ask =
                Nodes.button(
                        messages.text("train.compare.ask"),
                        "train-ask",
                        () -> comparison.ask(defaultQuestion()));
        ask.getStyleClass().add("primary");
        titles = List.of(Nodes.label("", "strong"), Nodes.label("", "strong"));
        columns.getStyleClass().add("comparison-columns");
        columns.addRow(0, column(0), column(1));
        for (int place = 0; place < titles.size(); place++) {
            var half = new ColumnConstraints();
            half.setPercentWidth(100.0 / titles.size());
            columns.getColumnConstraints().add(half);
        }
        outcome.getStyleClass().add("comparison-outcome");
        getChildren()
                .addAll(
                        Nodes.label(messages.text("train.compare.title"), "section-title"),
                        Nodes.label(messages.text("train.compare.intro"), "muted"),
                        question(),
                        columns,
                        outcome,
                        tally);
        setUpDrop();
        WhileShown.follow(
                this, comparison.modelProperty(), model -> Nodes.show(this, model.isPresent()));
        WhileShown.follow(this, comparison.pictureProperty(), this::show);
        WhileShown.follow(this, comparison.stateProperty(), this::show);
        WhileShown.follow(this, comparison.tallyProperty(), this::show);
    }

    private Node question() {
        picture.setMinSize(SIDE, SIDE);
        picture.setMaxSize(SIDE, SIDE);
        picture.getStyleClass().addAll("well", "comparison-picture");
        var field = new TextField();
        field.setId("train-question");
        WhileShown.follow(this, page.run().samples(), () -> field.setPromptText(defaultQuestion()));
        field.setAccessibleText(messages.text("train.compare.question"));
        field.textProperty().bindBidirectional(comparison.questionProperty());
        field.setOnAction(_ -> ask.fire());
        var choose =
                Nodes.button(
                        messages.text("train.compare.choose"),
                        "train-choose-picture",
                        this::choose);
        choose.setGraphic(Icon.PICTURE.node());
        var acts = new HBox(choose, Nodes.space(), ask);
        acts.getStyleClass().add("acts");
        var words = new VBox(Nodes.label(messages.text("train.compare.question")), field, acts);
        words.getStyleClass().add("step-part");
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(picture, words);
        row.getStyleClass().add("comparison-question");
        return row;
    }

    /// What the model was asked in training is what it can answer best.
    private String defaultQuestion() {
        return page.run().samples().stream()
                .map(SampleReport::question)
                .filter(asked -> !asked.isBlank())
                .findFirst()
                .orElseGet(() -> messages.text("train.compare.question.default"));
    }

    private Node column(int place) {
        var answer = Nodes.label("", "comparison-answer");
        answer.setId("train-answer-" + place);
        answer.textProperty().bind(comparison.answerProperty(place).map(this::shownAnswer));
        var column = new VBox(titles.get(place), answer);
        column.getStyleClass().addAll("well", "comparison-column");
        return column;
    }

    private String shownAnswer(String text) {
        boolean finished =
                comparison.stateProperty().get() instanceof ComparisonState.Voting
                        || comparison.stateProperty().get() instanceof ComparisonState.Revealed;
        return text.isBlank() && finished ? messages.text("train.compare.empty") : text.strip();
    }

    private void choose() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("train.compare.choose"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("chat.pictures.filter"), PATTERNS));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> comparison.choose(file.toPath()));
    }

    private void setUpDrop() {
        setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
                picture.getStyleClass().add("drop-target");
                event.consume();
            }
        });
        setOnDragExited(_ -> picture.getStyleClass().removeAll("drop-target"));
        setOnDragDropped(event -> {
            var files = event.getDragboard().getFiles();
            if (!files.isEmpty()) {
                comparison.choose(files.getFirst().toPath());
            }
            event.setDropCompleted(!files.isEmpty());
            event.consume();
        });
    }

    private void show(Optional<URI> address) {
        if (address.isEmpty()) {
            picture.getChildren()
                    .setAll(
                            Nodes.label(
                                    messages.text("train.compare.drop"),
                                    "muted",
                                    "small",
                                    "centred"));
        } else {
            var frame = new RoundedPicture(SIDE, SIDE, RADIUS);
            frame.setImage(new Image(address.get().toString()));
            frame.setAccessibleText(messages.text("train.compare.picture"));
            picture.getChildren().setAll(frame);
        }
        showWhetherToAsk();
    }

    private void showWhetherToAsk() {
        String key =
                comparison.stateProperty().get() instanceof ComparisonState.Answering
                        ? "train.compare.not.answering"
                        : "train.compare.not.picture";
        Hindrance.set(
                ask, comparison.canAsk() ? Optional.empty() : Optional.of(messages.text(key)));
    }

    private void show(ComparisonState state) {
        showWhetherToAsk();
        Nodes.show(columns, !(state instanceof ComparisonState.Asking));
        for (int place = 0; place < titles.size(); place++) {
            titles.get(place).setText(title(place, state));
        }
        outcome.getChildren().clear();
        switch (state) {
            case ComparisonState.Asking _ -> {}
            case ComparisonState.Answering(int finished) ->
                    outcome.getChildren()
                            .add(
                                    Nodes.label(
                                            messages.text("train.compare.answering." + finished),
                                            "muted",
                                            "small"));
            case ComparisonState.Voting _ -> outcome.getChildren().add(votes());
            case ComparisonState.Revealed _ ->
                    outcome.getChildren()
                            .add(
                                    Nodes.button(
                                            messages.text("train.compare.again"),
                                            "train-again",
                                            comparison::again));
            case ComparisonState.Failed(var problem) -> {
                Nodes.show(columns, false);
                outcome.getChildren()
                        .add(
                                Nodes.iconLine(
                                        Icon.ERROR,
                                        (problem.sentence() + " " + problem.act()).strip(),
                                        "danger-text"));
            }
        }
        Nodes.show(outcome, !outcome.getChildren().isEmpty());
    }

    private String title(int place, ComparisonState state) {
        if (state instanceof ComparisonState.Revealed(var vote)) {
            return comparison.sideAt(place) == Side.BASE
                    ? messages.text("train.compare.base", vote.model())
                    : messages.text("train.compare.tuned", vote.adapter());
        }
        return messages.text("train.compare.answer." + place);
    }

    private Node votes() {
        var left = vote("train.compare.vote.0", "train-vote-left", 0);
        var neither = vote("train.compare.vote.neither", "train-vote-neither", -1);
        var right = vote("train.compare.vote.1", "train-vote-right", 1);
        var acts = new HBox(left, neither, right);
        acts.getStyleClass().add("acts");
        acts.setAlignment(Pos.CENTER);
        var box = new VBox(8, Nodes.label(messages.text("train.compare.vote"), "strong"), acts);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Button vote(String key, String id, int place) {
        return Nodes.button(messages.text(key), id, () -> comparison.vote(place));
    }

    private void show(VoteTally votes) {
        Nodes.show(tally, votes.all() > 0);
        tally.setText(
                messages.text("train.compare.tally", votes.tuned(), votes.base(), votes.neither()));
    }
}
