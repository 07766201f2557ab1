package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.report.Report.Block;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Heading;
import dev.nunchi.app.judge.report.Report.Method;
import dev.nunchi.app.judge.report.Report.Paragraph;
import dev.nunchi.app.judge.report.Report.SideBySide;
import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Warning;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A report as Markdown, with charts and pictures as files beside it.
final class MarkdownReport {
    /// The folder of charts and pictures, beside the page.
    static final String FOLDER = "report-files";

    private final StringBuilder page = new StringBuilder();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private MarkdownReport() {}

    /// @param text the page
    /// @param files what lies in [#FOLDER], by name
    record Pages(String text, Map<String, byte[]> files) {}

    static Pages of(Report report) {
        var markdown = new MarkdownReport();
        markdown.page.append("# ").append(Escaped.markdown(report.title())).append("\n\n");
        report.blocks().forEach(markdown::add);
        return new Pages(markdown.page.toString(), markdown.files);
    }

    private void add(Block block) {
        switch (block) {
            case Heading(String text) -> paragraph("## " + Escaped.markdown(text));
            case Method(String title, var paragraphs) -> {
                add(new Heading(title));
                paragraphs.forEach(text -> add(new Paragraph(text)));
            }
            case Paragraph(String text) -> paragraph(Escaped.markdown(text));
            case Warning(String text) -> paragraph("> **" + Escaped.markdown(text) + "**");
            case Table table -> add(table);
            case Chart chart -> add(chart);
            case SideBySide pair -> add(pair);
        }
    }

    private void paragraph(String text) {
        page.append(text).append("\n\n");
    }

    private void add(Table table) {
        paragraph("*" + Escaped.markdown(table.caption()) + "*");
        row(table.head());
        page.append("|").append("---|".repeat(table.head().size())).append('\n');
        table.rows().forEach(this::row);
        page.append('\n');
    }

    private void row(List<String> cells) {
        page.append(
                cells.stream()
                        .map(Escaped::markdown)
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private void add(Chart chart) {
        String name = "chart-%d.svg".formatted(files.size() + 1);
        files.put(name, SvgChart.of(chart).getBytes(StandardCharsets.UTF_8));
        picture(chart.title(), name);
    }

    private void add(SideBySide pair) {
        paragraph("### " + Escaped.markdown(pair.question()));
        ReportPicture.jpeg(pair.picture())
                .ifPresent(jpeg -> {
                    String name = "picture-%d.jpg".formatted(files.size() + 1);
                    files.put(name, jpeg);
                    picture(String.valueOf(pair.picture().getFileName()), name);
                });
        for (var saying : pair.sayings()) {
            paragraph(
                    "**%s:** %s"
                            .formatted(
                                    Escaped.markdown(saying.who()),
                                    Escaped.markdown(saying.text())));
        }
    }

    private void picture(String title, String name) {
        paragraph("![%s](%s/%s)".formatted(Escaped.markdown(title), FOLDER, name));
    }
}
