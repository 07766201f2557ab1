package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.RowMessages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.RowProblem;

import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

import java.util.List;

/// What is wrong with rows: where, what, and the way to fix it; the first ones, or all.
final class ProblemList extends VBox {
    private static final int FIRST = 3;
    private static final int MOST = 500;
    private static final double MAX_HEIGHT = 260;

    private final Messages messages;
    private final RowMessages words;
    private List<RowProblem> problems = List.of();

    ProblemList(Messages messages) {
        this.messages = messages;
        this.words = new RowMessages(messages);
        getStyleClass().add("problem-list");
        setId("train-problems");
    }

    void show(List<RowProblem> now) {
        problems = now;
        showFirst();
    }

    private void showFirst() {
        getChildren().clear();
        Nodes.show(this, !problems.isEmpty());
        addCount(RowProblem.Effect.LEFT_OUT);
        addCount(RowProblem.Effect.KEPT);
        problems.stream().limit(FIRST).map(this::line).forEach(getChildren()::add);
        if (problems.size() > FIRST) {
            addLink(messages.text("train.data.all", problems.size()), this::showAll);
        }
    }

    private void showAll() {
        getChildren().clear();
        addCount(RowProblem.Effect.LEFT_OUT);
        addCount(RowProblem.Effect.KEPT);
        var all = new VBox();
        all.getStyleClass().add("problem-list");
        problems.stream().limit(MOST).map(this::line).forEach(all.getChildren()::add);
        var scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(MAX_HEIGHT);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getChildren().add(scroll);
        addLink(messages.text("train.data.fewer"), this::showFirst);
    }

    private void addLink(String text, Runnable act) {
        var link = new Hyperlink(text);
        link.setOnAction(_ -> act.run());
        getChildren().add(link);
    }

    private void addCount(RowProblem.Effect effect) {
        long count =
                problems.stream().filter(problem -> problem.reason().effect() == effect).count();
        if (count > 0) {
            getChildren()
                    .add(
                            switch (effect) {
                                case LEFT_OUT ->
                                        Nodes.iconLine(
                                                Icon.WARNING,
                                                messages.text("train.data.leftOut", count),
                                                "warn-text");
                                case KEPT ->
                                        Nodes.iconLine(
                                                Icon.INFO,
                                                messages.text("train.data.changed", count),
                                                "muted");
                            });
        }
    }

    private Node line(RowProblem problem) {
        var told = words.of(problem);
        var place = Nodes.label(words.place(problem), "strong", "small");
        var sentence =
                Nodes.label(
                        told.detail().isBlank()
                                ? told.sentence()
                                : told.sentence() + " (" + told.detail() + ")",
                        "small");
        var act = Nodes.label(told.act(), "muted", "small");
        var line = new VBox(place, sentence, act);
        line.getStyleClass().add("problem-line");
        return line;
    }
}
