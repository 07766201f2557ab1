package dev.nunchi.app.ui.compare;

import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.service.SideAnswer;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.ui.chat.FigureWords;
import dev.nunchi.app.ui.chat.StageWords;
import dev.nunchi.app.ui.control.MarkdownPane;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.progress.Stage;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.net.URI;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/// One of several answers: who gives it, how far it is, its words, what it took.
final class ColumnView extends VBox {
    private static final String SEPARATOR = " · ";

    private final Column column;
    private final CompareViewModel model;
    private final Messages messages;
    private final Label name = Nodes.label("", "strong");
    private final Label award = Nodes.label("", "small", "muted");
    private final Label stage = Nodes.label("", "small", "muted");
    private final ProgressBar progress = new ProgressBar();
    private final MarkdownPane text;
    private final VBox failure = new VBox();
    private final Label figures = Nodes.label("", "small", "muted");
    private final Button stop;
    private final Button best;
    private final Button keep;

    ColumnView(Column column, CompareViewModel model, Messages messages, Consumer<URI> openLink) {
        this.column = column;
        this.model = model;
        this.messages = messages;
        getStyleClass().addAll("card", "compare-column");
        text =
                new MarkdownPane(
                        new MarkdownPane.Words(
                                messages.text("chat.code.copy"),
                                messages.text("chat.copy"),
                                messages.text("chat.text.cut")),
                        openLink);
        stop = stopButton();
        best =
                Nodes.button(
                        messages.text("compare.best"),
                        "compare-best-" + place(),
                        () -> model.vote(Optional.of(column)));
        best.getStyleClass().add("primary");
        keep =
                Nodes.button(
                        messages.text("compare.keep"),
                        "compare-keep-" + place(),
                        () -> model.keep(column));
        keep.setTooltip(new Tooltip(messages.text("compare.keep.tip")));
        progress.getStyleClass().add("compare-progress");
        progress.setMaxWidth(Double.MAX_VALUE);
        var acts = new HBox(best, keep);
        acts.getStyleClass().add("compare-acts");
        var space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        getChildren().addAll(header(), award, stage, progress, text, failure, space, figures, acts);
        WhileShown.follow(this, column.textProperty(), this::showText);
        WhileShown.follow(this, column.stateProperty(), _ -> update());
        WhileShown.follow(this, model.stateProperty(), _ -> update());
        WhileShown.follow(this, model.tallyProperty(), _ -> update());
    }

    private Node header() {
        name.setId("compare-name-" + place());
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var header = new HBox(name, stop);
        header.getStyleClass().add("compare-column-header");
        header.setAlignment(Pos.TOP_LEFT);
        return header;
    }

    private Button stopButton() {
        String word = messages.text("compare.stop.one");
        var button = new Button(word, Icon.STOP.node());
        button.getStyleClass().addAll("quiet", "icon-button");
        button.setAccessibleText(word);
        button.setTooltip(new Tooltip(word));
        button.setOnAction(_ -> model.stop(column));
        return button;
    }

    private int place() {
        return model.columns().indexOf(column);
    }

    private void showText(String words) {
        text.setMarkdown(words);
        Nodes.show(text, !words.isEmpty());
    }

    private String title() {
        return model.namesAreShown()
                ? AnswererWords.of(column.answerer(), messages)
                : messages.text("compare.nameless." + place());
    }

    private void update() {
        var state = column.getState();
        name.setText(title());
        setAccessibleText(name.getText());
        Nodes.show(stop, !state.isOver());
        Nodes.show(stage, !stageWords(state).isEmpty());
        stage.setText(stageWords(state));
        boolean preparing = state instanceof ColumnState.Preparing;
        Nodes.show(progress, preparing);
        if (state instanceof ColumnState.Preparing(_, var fraction)) {
            progress.setProgress(fraction);
            progress.setAccessibleText(stage.getText());
        }
        showFailure(state);
        showFigures(state);
        showAward();
        boolean answered = column.answer().isPresent();
        Nodes.show(best, answered && model.getState() == CompareState.VOTING);
        Nodes.show(keep, answered && model.namesAreShown());
    }

    private String stageWords(ColumnState state) {
        return switch (state) {
            case ColumnState.Waiting _ -> messages.text("compare.waiting");
            case ColumnState.Preparing(var stage, _) -> preparing(stage);
            case ColumnState.Answering _ -> messages.text("compare.answering");
            case ColumnState.Skipped _ -> messages.text("compare.skipped");
            case ColumnState.Answered(var given) ->
                    given.isEmpty() ? messages.text("compare.empty") : "";
            case ColumnState.Failed _ -> "";
        };
    }

    /// While names are hidden, nothing tells who is on this computer.
    private String preparing(Stage stage) {
        return model.namesAreShown()
                ? column.answerer().isRemote()
                        ? messages.text("compare.sending")
                        : StageWords.of(stage, messages)
                : messages.text("compare.preparing");
    }

    private void showFailure(ColumnState state) {
        failure.getChildren().clear();
        if (state instanceof ColumnState.Failed(var problem)) {
            failure.getChildren()
                    .add(
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    (problem.sentence() + " " + problem.act()).strip(),
                                    "danger-text"));
        }
        Nodes.show(failure, !failure.getChildren().isEmpty());
    }

    /// Figures would give away who answers: a server's are other ones than this computer's.
    private void showFigures(ColumnState state) {
        boolean shown =
                state instanceof ColumnState.Answered(var given)
                        && !given.isEmpty()
                        && model.namesAreShown();
        if (state instanceof ColumnState.Answered(var given) && shown) {
            figures.setText(words(given));
        }
        Nodes.show(figures, shown);
    }

    private String words(SideAnswer given) {
        var answer = given.answer();
        var parts = new ArrayList<String>();
        parts.add(
                FigureWords.of(
                        new AnswerFacts(answer.finishReason(), answer.usage(), answer.timing()),
                        messages));
        if (answer.memory().process() > 0) {
            parts.add(
                    messages.text(
                            "compare.memory", messages.formats().bytes(answer.memory().process())));
        }
        given.sent().forEach(picture -> parts.add(sent(picture)));
        return String.join(SEPARATOR, parts);
    }

    private String sent(OutgoingPicture picture) {
        String size = messages.formats().bytes(picture.bytes().length);
        return picture.isSmaller()
                ? messages.text(
                        "compare.sent.smaller",
                        picture.width(),
                        picture.height(),
                        picture.originalWidth(),
                        picture.originalHeight(),
                        size)
                : messages.text("compare.sent", picture.width(), picture.height(), size);
    }

    private void showAward() {
        var parts = new ArrayList<String>();
        boolean won = model.winnerProperty().get().filter(column::equals).isPresent();
        boolean shown = model.getState() == CompareState.SHOWN;
        if (won && shown) {
            parts.add(messages.text("compare.won"));
        }
        var tally = model.tallyProperty().get().get(column.answerer());
        if (tally != null && tally.of() > 0) {
            parts.add(messages.text("compare.tally", tally.won(), tally.of()));
        }
        award.setText(String.join(SEPARATOR, parts));
        award.setGraphic(won && shown ? Icon.DONE.node() : null);
        Nodes.show(award, !parts.isEmpty());
        getStyleClass().remove("best");
        if (won && shown) {
            getStyleClass().add("best");
        }
    }
}
