package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Tone;

import java.util.Locale;

/// Draws bars as SVG, with words a screen reader can read.
final class SvgChart {
    private static final int WIDTH = 720;
    private static final int LABELS = 250;
    private static final int VALUES = 70;
    private static final int ROW = 30;
    private static final int BAR = 16;

    private SvgChart() {}

    static String of(Chart chart) {
        int height = chart.bars().size() * ROW + 8;
        var svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n"
                        .formatted(WIDTH, height, WIDTH, height, Escaped.xml(chart.title())));
        for (int i = 0; i < chart.bars().size(); i++) {
            row(svg, chart, chart.bars().get(i), i * ROW + 4);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Chart chart, Bar bar, int top) {
        int middle = top + ROW / 2;
        double end = place(chart, bar.value());
        String colour = bar.tone() == Tone.CANDIDATE ? "#0B6E6E" : "#A7A39B";
        text(svg, LABELS - 10, middle + 4, "end", bar.label());
        rect(svg, top + (ROW - BAR) / 2, end - LABELS, colour);
        bar.interval()
                .ifPresent(interval -> {
                    double low = place(chart, interval.low());
                    double high = place(chart, interval.high());
                    line(svg, low, middle, high, middle);
                    line(svg, low, middle - 4, low, middle + 4);
                    line(svg, high, middle - 4, high, middle + 4);
                });
        text(svg, WIDTH - VALUES + 8, middle + 4, "start", bar.text());
    }

    private static double place(Chart chart, double value) {
        double share = Math.clamp(value / chart.end(), 0.0, 1.0);
        return LABELS + share * (WIDTH - LABELS - VALUES);
    }

    private static void rect(StringBuilder svg, int y, double width, String colour) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\" fill=\"%s\"/>%n",
                        LABELS,
                        y,
                        width,
                        BAR,
                        colour));
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\" stroke-width=\"1.5\"/>%n",
                        x1,
                        y1,
                        x2,
                        y2));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String words) {
        svg.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>\n"
                        .formatted(x, y, anchor, Escaped.xml(words)));
    }
}
