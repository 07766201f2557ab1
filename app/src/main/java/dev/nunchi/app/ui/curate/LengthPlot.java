package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.ReviewStatistics.Bin;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// How long answers are: standing columns over the number of words.
final class LengthPlot extends Region {
    private static final double HEIGHT = 140;
    private static final double BOTTOM = 22;
    private static final double TOP = 18;

    private final List<Bin> bins;
    private final List<Region> columns = new ArrayList<>();
    private final List<Label> marks = new ArrayList<>();
    private final Label most;

    LengthPlot(List<Bin> bins, Messages messages) {
        this.bins = filled(bins);
        getStyleClass().add("length-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        var words = new ArrayList<String>();
        for (var bin : this.bins) {
            String said = messages.text("curate.plot.length", bin.from(), bin.to() - 1, bin.rows());
            words.add(said);
            var column = new Region();
            column.getStyleClass().addAll("bar-part", "plain");
            column.setManaged(false);
            Tooltip.install(column, new Tooltip(said));
            columns.add(column);
            marks.add(mark(messages.formats().decimal(bin.from(), 0)));
        }
        int greatest = bins.stream().mapToInt(Bin::rows).max().orElse(0);
        most = mark(messages.formats().decimal(greatest, 0));
        setAccessibleText(messages.text("curate.stats.lengths") + ": " + String.join(", ", words));
        getChildren().addAll(columns);
        getChildren().addAll(marks);
        getChildren().add(most);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMinWidth(0);
    }

    /// With the empty bins between others.
    private static List<Bin> filled(List<Bin> bins) {
        if (bins.isEmpty()) {
            return bins;
        }
        int width = bins.getFirst().to() - bins.getFirst().from();
        var filled = new ArrayList<Bin>();
        int from = 0;
        for (var bin : bins) {
            for (; from < bin.from(); from += width) {
                filled.add(new Bin(from, from + width, 0));
            }
            filled.add(bin);
            from = bin.to();
        }
        return filled;
    }

    private static Label mark(String text) {
        var mark = new Label(text);
        mark.getStyleClass().addAll("small", "muted");
        mark.setManaged(false);
        return mark;
    }

    @Override
    protected void layoutChildren() {
        double wide = getWidth() / Math.max(1, bins.size());
        double room = getHeight() - TOP - BOTTOM;
        int greatest = Math.max(1, bins.stream().mapToInt(Bin::rows).max().orElse(1));
        double free = 0;
        for (int i = 0; i < bins.size(); i++) {
            double high = bins.get(i).rows() * room / greatest;
            double x = Math.round(i * wide);
            double end = Math.round((i + 1) * wide) - 2;
            double top = Math.round(TOP + room - high);
            columns.get(i)
                    .resizeRelocate(x, top, Math.max(1, end - x), Math.round(TOP + room) - top);
            var mark = marks.get(i);
            double width = mark.prefWidth(-1);
            // Only as many figures as there is room for.
            boolean fits = x >= free && x + width <= getWidth();
            mark.setVisible(fits);
            mark.resizeRelocate(x, getHeight() - BOTTOM + 4, width, mark.prefHeight(-1));
            if (fits) {
                free = x + width + 12;
            }
            if (bins.get(i).rows() == greatest) {
                double center = (x + end) / 2 - most.prefWidth(-1) / 2;
                most.resizeRelocate(
                        Math.clamp(center, 0, Math.max(0, getWidth() - most.prefWidth(-1))),
                        top - most.prefHeight(-1) - 1,
                        most.prefWidth(-1),
                        most.prefHeight(-1));
            }
        }
    }
}
