package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// Lying bars, one a line, each in up to four parts: kept, kept with changes, left out, the rest.
///
/// Drawn with regions rather than on a canvas, so that the stylesheet's tokens colour it.
final class BarPlot extends Region {
    private static final double ROW = 28;
    private static final double BAR = 14;
    private static final double GAP = 12;
    private static final double MOST_NAME = 168;
    private static final double FIGURE = 108;

    private final List<Line> lines = new ArrayList<>();

    /// One bar.
    ///
    /// @param parts rows of each part, in the order of the styles
    /// @param figure what stands at its end
    record Bar(String name, List<Part> parts, String figure) {
        Bar {
            parts = List.copyOf(parts);
        }

        int rows() {
            return parts.stream().mapToInt(Part::rows).sum();
        }
    }

    /// A part of a bar, with the style class that colours it.
    record Part(String style, int rows) {}

    private record Line(Bar bar, Label name, List<Region> parts, Label figure) {}

    BarPlot(String title, List<Bar> bars, Messages messages) {
        getStyleClass().add("bar-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        var words = new ArrayList<String>();
        for (var bar : bars) {
            lines.add(line(bar));
            words.add(messages.text("curate.plot.bar", bar.name(), bar.figure()));
        }
        setAccessibleText(title + ": " + String.join(", ", words));
        double height = bars.size() * ROW;
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        setMinWidth(0);
    }

    private Line line(Bar bar) {
        var name = Nodes.plotLabel(bar.name());
        var figure = Nodes.plotLabel(bar.figure());
        figure.getStyleClass().add("muted");
        var parts = new ArrayList<Region>();
        for (var part : bar.parts()) {
            var region = new Region();
            region.getStyleClass().addAll("bar-part", part.style());
            region.setManaged(false);
            parts.add(region);
        }
        getChildren().addAll(name, figure);
        getChildren().addAll(parts);
        return new Line(bar, name, parts, figure);
    }

    @Override
    protected void layoutChildren() {
        int most = lines.stream().mapToInt(line -> line.bar().rows()).max().orElse(1);
        double names =
                lines.stream().mapToDouble(line -> line.name().prefWidth(-1)).max().orElse(0);
        double left = Math.min(Math.min(MOST_NAME, getWidth() * 0.35), names + 1);
        double room = Math.max(0, getWidth() - left - GAP - FIGURE - GAP);
        for (int i = 0; i < lines.size(); i++) {
            place(lines.get(i), i * ROW, left, room / Math.max(1, most));
        }
    }

    /// @param left width of the names
    /// @param scale pixels a row
    private static void place(Line line, double top, double left, double scale) {
        double high = line.name().prefHeight(-1);
        line.name().resizeRelocate(0, Math.round(top + (ROW - high) / 2), left, high);
        double x = left + GAP;
        for (int i = 0; i < line.parts().size(); i++) {
            double wide = line.bar().parts().get(i).rows() * scale;
            double end = Math.round(x + wide);
            line.parts()
                    .get(i)
                    .resizeRelocate(
                            Math.round(x),
                            Math.round(top + (ROW - BAR) / 2),
                            // Few of many are still seen.
                            wide > 0 ? Math.max(1, end - Math.round(x)) : 0,
                            BAR);
            x += wide;
        }
        line.figure().resizeRelocate(x + GAP, Math.round(top + (ROW - high) / 2), FIGURE, high);
    }
}
