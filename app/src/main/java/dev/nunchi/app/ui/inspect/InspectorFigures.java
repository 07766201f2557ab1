package dev.nunchi.app.ui.inspect;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.AnswerDetail;
import dev.nunchi.app.store.AnswerFacts;

import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Where the time, the tokens and the memory of an answer went, as tables of two columns.
final class InspectorFigures {
    private final Messages messages;

    InspectorFigures(Messages messages) {
        this.messages = messages;
    }

    /// One line of a table.
    private record Row(String key, String value) {}

    /// Nothing where there is no answer.
    ///
    /// @param decoding milliseconds that opening the picture's file took, if it was opened
    List<Node> of(InspectorViewModel.Subject subject, OptionalDouble decoding) {
        var nodes = new ArrayList<Node>();
        subject.facts()
                .ifPresent(facts -> {
                    nodes.add(heading("inspect.times"));
                    nodes.add(table(times(subject, facts, decoding)));
                    nodes.add(heading("inspect.tokens"));
                    nodes.add(table(tokens(facts)));
                });
        subject.detail()
                .ifPresent(detail -> {
                    nodes.add(heading("inspect.memory"));
                    nodes.add(table(memory(detail)));
                });
        return nodes;
    }

    private Label heading(String key) {
        var heading = new Label(messages.text(key));
        heading.getStyleClass().add("strong");
        return heading;
    }

    private List<Row> times(
            InspectorViewModel.Subject subject, AnswerFacts facts, OptionalDouble decoding) {
        var timing = facts.timing();
        var rows = new ArrayList<Row>();
        decoding.ifPresent(open -> rows.add(new Row("inspect.time.decode", millis(open))));
        var use = subject.use();
        use.ifPresent(used -> {
            rows.add(new Row("inspect.time.prepare", millis(used.prepare())));
            rows.add(new Row("inspect.time.encode", millis(used.encode())));
            if (used.reused()) {
                rows.add(
                        new Row("inspect.time.pictures", messages.text("inspect.time.beforehand")));
            }
        });
        if (use.isEmpty()) {
            rows.add(new Row("inspect.time.pictures", millis(timing.pictures())));
        }
        rows.add(new Row("inspect.time.prompt", millis(timing.prefill())));
        if (timing.firstToken() > 0) {
            rows.add(new Row("inspect.time.first", millis(timing.firstToken())));
        }
        int tokens = facts.usage().newTokens();
        if (tokens > 1) {
            rows.add(new Row("inspect.time.each", millis(timing.decode() / (tokens - 1))));
        }
        rows.add(new Row("inspect.time.total", millis(timing.total())));
        if (facts.tokensPerSecond() > 0) {
            rows.add(
                    new Row(
                            "inspect.time.speed",
                            messages.text(
                                    "chat.figures.speed",
                                    messages.formats().decimal(facts.tokensPerSecond(), 1))));
        }
        return rows;
    }

    private List<Row> tokens(AnswerFacts facts) {
        var usage = facts.usage();
        return List.of(
                new Row("inspect.tokens.pictures", count(usage.imageTokens())),
                new Row("inspect.tokens.words", count(usage.promptTokens() - usage.imageTokens())),
                new Row("inspect.tokens.answer", count(usage.newTokens())));
    }

    private List<Row> memory(AnswerDetail detail) {
        var rows = new ArrayList<Row>();
        rows.add(new Row("inspect.model", detail.model()));
        rows.add(new Row("inspect.device", detail.device()));
        if (detail.memory().process() > 0) {
            rows.add(
                    new Row(
                            "inspect.memory.process",
                            messages.formats().bytes(detail.memory().process())));
        }
        if (detail.memory().keysAndValues() > 0) {
            rows.add(
                    new Row(
                            "inspect.memory.conversation",
                            messages.formats().bytes(detail.memory().keysAndValues())));
        }
        return rows;
    }

    private Node table(List<Row> rows) {
        var grid = new GridPane();
        grid.getStyleClass().add("inspector-table");
        var grow = new ColumnConstraints();
        grow.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(grow);
        for (int i = 0; i < rows.size(); i++) {
            var name = new Label(messages.text(rows.get(i).key()));
            name.getStyleClass().addAll("small", "muted");
            var value = new Label(rows.get(i).value());
            value.getStyleClass().addAll("small", "figures");
            GridPane.setHalignment(value, HPos.RIGHT);
            grid.addRow(i, name, value);
        }
        return grid;
    }

    private String millis(double millis) {
        return millis < 1000
                ? messages.text(
                        "inspect.millis", messages.formats().decimal(millis, millis < 10 ? 1 : 0))
                : messages.text("inspect.seconds", messages.formats().decimal(millis / 1000, 1));
    }

    private String count(int tokens) {
        return messages.formats().decimal(tokens, 0);
    }
}
