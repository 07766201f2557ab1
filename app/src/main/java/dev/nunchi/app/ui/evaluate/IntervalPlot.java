package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.Interval;
import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Tone;
import dev.nunchi.app.ui.control.Nodes;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lying bars from 0, each with the interval that its value lies in.
///
/// Drawn with regions rather than on a canvas, so that the stylesheet's tokens colour it.
final class IntervalPlot extends Region {
    private static final double ROW = 26;
    private static final double BAR = 12;
    private static final double CAP = 8;
    private static final double LINE = 1.5;
    private static final double GAP = 12;
    private static final double MOST_NAME = 220;
    private static final double FIGURE = 64;

    private final Chart chart;
    private final List<Line> lines = new ArrayList<>();

    /// @param marks the interval's line and its two ends; none without an interval
    private record Line(Bar bar, Label name, Region body, List<Region> marks, Label figure) {}

    /// Where a bar lies.
    private record Place(double zero, double room, double middle) {}

    IntervalPlot(Chart chart) {
        this.chart = chart;
        getStyleClass().add("interval-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(
                chart.title()
                        + ": "
                        + chart.bars().stream()
                                .map(bar -> bar.label() + " " + bar.text())
                                .collect(Collectors.joining(", ")));
        chart.bars().forEach(bar -> lines.add(line(bar)));
        double height = chart.bars().size() * ROW;
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        setMinWidth(0);
    }

    private Line line(Bar bar) {
        boolean baseline = bar.tone() == Tone.BASELINE;
        var name = Nodes.plotLabel(bar.label());
        name.setTooltip(new Tooltip(bar.label()));
        var figure = Nodes.plotLabel(bar.text());
        var body = region(baseline ? "plot-baseline" : "plot-candidate");
        getChildren().addAll(name, figure, body);
        var marks = new ArrayList<Region>();
        if (bar.interval().isPresent()) {
            for (int i = 0; i < 3; i++) {
                marks.add(region("plot-interval"));
            }
            getChildren().addAll(marks);
        }
        if (baseline) {
            name.getStyleClass().add("muted");
            figure.getStyleClass().add("muted");
        }
        return new Line(bar, name, body, marks, figure);
    }

    private static Region region(String style) {
        var region = new Region();
        region.getStyleClass().add(style);
        region.setManaged(false);
        return region;
    }

    @Override
    protected void layoutChildren() {
        double names =
                lines.stream().mapToDouble(line -> line.name().prefWidth(-1)).max().orElse(0);
        double left = Math.min(Math.min(MOST_NAME, getWidth() * 0.35), names + 1);
        double room = Math.max(0, getWidth() - left - 2 * GAP - FIGURE);
        for (int i = 0; i < lines.size(); i++) {
            place(lines.get(i), i * ROW, left, room);
        }
    }

    private void place(Line line, double top, double left, double room) {
        double high = line.name().prefHeight(-1);
        double text = Math.round(top + (ROW - high) / 2);
        double zero = left + GAP;
        line.name().resizeRelocate(0, text, left, high);
        line.figure().resizeRelocate(zero + room + GAP, text, FIGURE, high);
        line.body()
                .resizeRelocate(
                        zero,
                        Math.round(top + (ROW - BAR) / 2),
                        Math.round(room * share(line.bar().value())),
                        BAR);
        var place = new Place(zero, room, top + ROW / 2);
        line.bar().interval().ifPresent(range -> mark(line.marks(), range, place));
    }

    private void mark(List<Region> marks, Interval range, Place place) {
        double low = Math.round(place.zero() + place.room() * share(range.low()));
        double high = Math.round(place.zero() + place.room() * share(range.high()));
        double middle = place.middle();
        marks.get(0).resizeRelocate(low, middle - LINE / 2, Math.max(LINE, high - low), LINE);
        marks.get(1).resizeRelocate(low, middle - CAP / 2, LINE, CAP);
        marks.get(2).resizeRelocate(high - LINE, middle - CAP / 2, LINE, CAP);
    }

    private double share(double value) {
        return Math.clamp(value / chart.end(), 0, 1);
    }
}
