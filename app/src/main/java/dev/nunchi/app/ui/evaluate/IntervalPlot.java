package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.Interval;
import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Tone;
import dev.nunchi.app.ui.control.LyingBars;

import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// Bars from 0, each with the interval that its value lies in.
final class IntervalPlot {
    private static final double HEIGHT = 12;
    private static final double CAP = 8;
    private static final double LINE = 1.5;

    private IntervalPlot() {}

    static Region of(Chart chart) {
        var rows = chart.bars().stream().map(bar -> row(bar, chart.end())).toList();
        return new LyingBars(chart.title(), rows, "interval-plot");
    }

    private static LyingBars.Row row(Bar bar, double end) {
        var styles = bar.tone() == Tone.BASELINE ? List.of("muted") : List.<String>of();
        return new LyingBars.Row(bar.label(), new WithInterval(bar, end), bar.text(), styles);
    }

    private static final class WithInterval implements LyingBars.Bar {
        private final Bar bar;
        private final double end;
        private final Region body;

        /// The interval's line and its two ends; none without an interval.
        private final List<Region> marks = new ArrayList<>();

        WithInterval(Bar bar, double end) {
            this.bar = bar;
            this.end = end;
            body = LyingBars.part(bar.tone() == Tone.BASELINE ? "plot-baseline" : "plot-candidate");
            if (bar.interval().isPresent()) {
                for (int i = 0; i < 3; i++) {
                    marks.add(LyingBars.part("plot-interval"));
                }
            }
        }

        @Override
        public List<Region> parts() {
            var parts = new ArrayList<Region>();
            parts.add(body);
            parts.addAll(marks);
            return parts;
        }

        @Override
        public void place(double left, double room, double middle) {
            body.resizeRelocate(
                    left,
                    Math.round(middle - HEIGHT / 2),
                    Math.round(room * share(bar.value())),
                    HEIGHT);
            bar.interval().ifPresent(range -> mark(range, left, room, middle));
        }

        private void mark(Interval range, double left, double room, double middle) {
            double low = Math.round(left + room * share(range.low()));
            double high = Math.round(left + room * share(range.high()));
            marks.get(0).resizeRelocate(low, middle - LINE / 2, Math.max(LINE, high - low), LINE);
            marks.get(1).resizeRelocate(low, middle - CAP / 2, LINE, CAP);
            marks.get(2).resizeRelocate(high - LINE, middle - CAP / 2, LINE, CAP);
        }

        private double share(double value) {
            return Math.clamp(value / end, 0, 1);
        }
    }
}
