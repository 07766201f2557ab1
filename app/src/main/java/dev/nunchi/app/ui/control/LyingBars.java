package dev.nunchi.app.ui.control;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lying bars, one a line: a name, the bar, a figure. What a bar looks like is its own.
///
/// Drawn with regions rather than on a canvas, so that the stylesheet's tokens colour it.
public final class LyingBars extends Region {
    private static final double ROW = 28;
    private static final double GAP = 12;
    private static final double MOST_NAME = 220;
    private static final double MOST_NAME_SHARE = 0.35;
    private static final double LEAST_FIGURE = 64;

    private final List<Line> lines = new ArrayList<>();

    /// The middle of a line: parts are placed between 0 and the room that all lines have.
    public interface Bar {
        /// Unmanaged, drawn in this order.
        List<Region> parts();

        /// @param left where 0 lies
        /// @param room pixels from 0 to the end of the longest bar
        /// @param middle of the line's height
        void place(double left, double room, double middle);
    }

    /// One line.
    ///
    /// @param styles of its words
    public record Row(String name, Bar bar, String figure, List<String> styles) {
        public Row {
            styles = List.copyOf(styles);
        }

        String words() {
            return name + " " + figure;
        }
    }

    private record Line(Label name, Bar bar, Label figure) {}

    /// @param style class of the whole
    public LyingBars(String title, List<Row> rows, String style) {
        getStyleClass().add(style);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(
                title + ": " + rows.stream().map(Row::words).collect(Collectors.joining(", ")));
        rows.forEach(row -> lines.add(line(row)));
        double height = rows.size() * ROW;
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        setMinWidth(0);
    }

    /// A part of a bar, coloured by its style classes.
    public static Region part(String... styles) {
        var part = new Region();
        part.getStyleClass().addAll(styles);
        part.setManaged(false);
        return part;
    }

    private Line line(Row row) {
        var name = Nodes.plotLabel(row.name());
        name.setTooltip(new Tooltip(row.name()));
        var figure = Nodes.plotLabel(row.figure());
        name.getStyleClass().addAll(row.styles());
        figure.getStyleClass().add("plot-figure");
        figure.getStyleClass().addAll(row.styles());
        getChildren().addAll(name, figure);
        getChildren().addAll(row.bar().parts());
        return new Line(name, row.bar(), figure);
    }

    @Override
    protected void layoutChildren() {
        double names = widest(lines.stream().map(Line::name).toList());
        double figure = Math.max(LEAST_FIGURE, widest(lines.stream().map(Line::figure).toList()));
        double left = Math.min(Math.min(MOST_NAME, getWidth() * MOST_NAME_SHARE), names);
        double room = Math.max(0, getWidth() - left - 2 * GAP - figure);
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            double high = line.name().prefHeight(-1);
            double text = Math.round(i * ROW + (ROW - high) / 2);
            line.name().resizeRelocate(0, text, left, high);
            line.figure().resizeRelocate(left + 2 * GAP + room, text, figure, high);
            line.bar().place(left + GAP, room, i * ROW + ROW / 2);
        }
    }

    private static double widest(List<Label> labels) {
        return Math.ceil(labels.stream().mapToDouble(label -> label.prefWidth(-1)).max().orElse(0));
    }
}
