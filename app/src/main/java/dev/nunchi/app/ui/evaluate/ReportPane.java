package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.report.Report;
import dev.nunchi.app.judge.report.Report.Block;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Heading;
import dev.nunchi.app.judge.report.Report.Method;
import dev.nunchi.app.judge.report.Report.Paragraph;
import dev.nunchi.app.judge.report.Report.SideBySide;
import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Warning;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.picture.Thumbnails;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A report as a column of cards, one a section; what readers only look up comes last and is
/// folded.
final class ReportPane extends VBox {
    private static final int PICTURE = 176;
    private static final double RADIUS = 14;

    /// Characters for which a column has room, at least and at most; longer words break.
    private static final int NARROWEST = 5;

    private static final int WIDEST = 24;

    /// What the space between two columns takes, in letters.
    private static final int BETWEEN = 4;

    private final Thumbnails thumbnails;
    private final VBox methods = new VBox();
    private VBox card = new VBox();

    ReportPane(Report report, Thumbnails thumbnails) {
        this.thumbnails = thumbnails;
        setId("evaluation-report");
        getStyleClass().add("evaluation-report");
        methods.getStyleClass().addAll("card", "evaluation-methods");
        card.getStyleClass().add("form-part");
        getChildren().add(card);
        report.blocks().forEach(this::add);
        getChildren().add(methods);
        getChildren().removeIf(part -> part instanceof VBox box && box.getChildren().isEmpty());
    }

    private void begin() {
        card = new VBox();
        card.getStyleClass().addAll("card", "form-card");
        getChildren().add(card);
    }

    private void add(Block block) {
        switch (block) {
            case Heading(String text) -> {
                begin();
                card.getChildren().add(Nodes.label(text, "section-title"));
            }
            case Paragraph(String text) -> card.getChildren().add(Nodes.label(text, "muted"));
            case Warning(String text) -> card.getChildren().add(warning(text));
            case Method(String title, List<String> paragraphs) -> fold(title, paragraphs);
            case Table table -> card.getChildren().add(table(table));
            case Chart chart -> card.getChildren().add(chart(chart));
            case SideBySide pair -> card.getChildren().add(pair(pair));
        }
    }

    private static Node warning(String text) {
        var line = Nodes.iconLine(Icon.WARNING, text, "warn-text");
        line.getStyleClass().addAll("well", "evaluation-warning");
        return line;
    }

    private void fold(String title, List<String> paragraphs) {
        var body = new VBox();
        body.getStyleClass().add("evaluation-method");
        paragraphs.forEach(text -> body.getChildren().add(Nodes.label(text, "muted")));
        var fold = new ToggleButton(title);
        fold.getStyleClass().addAll("quiet", "evaluation-fold");
        fold.selectedProperty()
                .subscribe(open -> {
                    fold.setGraphic((open ? Icon.UNFOLDED : Icon.FOLDED).node());
                    Nodes.show(body, open);
                });
        methods.getChildren().addAll(fold, body);
    }

    private static Node table(Table table) {
        var grid = new GridPane();
        grid.getStyleClass().add("evaluation-table");
        int columns = table.head().size();
        int all = IntStream.range(0, columns).map(column -> width(table, column)).sum();
        for (int column = 0; column < columns; column++) {
            var width = new ColumnConstraints();
            width.setPercentWidth(100.0 * width(table, column) / all);
            grid.getColumnConstraints().add(width);
            grid.add(cell(table.head().get(column), "evaluation-th"), column, 0);
        }
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < columns; column++) {
                var cell = cell(table.rows().get(row).get(column), "evaluation-td");
                grid.add(cell, column, row + 1);
            }
        }
        var box = new VBox(Nodes.label(table.caption(), "muted", "small"), grid);
        box.getStyleClass().add("form-part");
        return box;
    }

    /// In letters, of its longest cell.
    private static int width(Table table, int column) {
        int longest =
                Stream.concat(Stream.of(table.head()), table.rows().stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(NARROWEST);
        return Math.clamp(longest, NARROWEST, WIDEST) + BETWEEN;
    }

    private static Label cell(String text, String style) {
        var cell = Nodes.label(text, "small", style);
        cell.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        GridPane.setValignment(cell, VPos.TOP);
        GridPane.setVgrow(cell, Priority.ALWAYS);
        return cell;
    }

    private static Node chart(Chart chart) {
        var box = new VBox(Nodes.label(chart.title(), "muted", "small"), IntervalPlot.of(chart));
        box.getStyleClass().add("form-part");
        return box;
    }

    private Node pair(SideBySide pair) {
        var picture = new RoundedPicture(PICTURE, PICTURE, RADIUS);
        picture.setAccessibleText(String.valueOf(pair.picture().getFileName()));
        thumbnails.request(
                pair.picture(), 2 * PICTURE, file -> picture.setImage(new Image(file.toString())));
        var words = new VBox(Nodes.label(pair.question(), "strong"));
        words.getStyleClass().add("evaluation-sayings");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        for (var saying : pair.sayings()) {
            words.getChildren()
                    .add(
                            new VBox(
                                    Nodes.label(saying.who(), "muted", "small"),
                                    Nodes.label(saying.text())));
        }
        var row = new HBox(picture, words);
        row.getStyleClass().add("evaluation-pair");
        return row;
    }
}
