package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.report.Report.Block;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Heading;
import dev.nunchi.app.judge.report.Report.Method;
import dev.nunchi.app.judge.report.Report.Paragraph;
import dev.nunchi.app.judge.report.Report.SideBySide;
import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Warning;

import java.util.Base64;
import java.util.List;

/// A report as one page that loads nothing: charts and pictures are in it, and a policy forbids the
/// rest.
final class HtmlReport {
    private final StringBuilder page = new StringBuilder();

    private HtmlReport() {}

    static String of(Report report) {
        var html = new HtmlReport();
        html.page.append(head(report.language(), Escaped.xml(report.title())));
        report.blocks().forEach(html::add);
        return html.page.append("</body>\n</html>\n").toString();
    }

    private static String head(String language, String title) {
        return """
        <!DOCTYPE html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <style>
        body { max-width: 900px; margin: 32px auto; padding: 0 16px; font: 15px/1.55 Pretendard, system-ui, sans-serif;
          color: #1f1d1a; background: #fbfaf8; }
        h1 { font-size: 24px; } h2 { font-size: 18px; margin-top: 36px; } h3 { font-size: 14px; margin-bottom: 4px; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; } caption { text-align: left; color: #66615a;
          padding-bottom: 6px; } td, th { border-bottom: 1px solid #e2dfd8; padding: 6px 16px 6px 0; text-align: left;
          vertical-align: top; }
        figure { margin: 16px 0; } figcaption { color: #66615a; } svg { max-width: 100%%; height: auto; }
        .warning { border-left: 4px solid #b3541e; padding: 8px 12px; background: #f3f1ed; }
        .pair { display: grid; grid-template-columns: 260px 1fr; gap: 20px; margin: 24px 0; } .pair img { max-width: 100%%;
          border-radius: 10px; } .who { color: #66615a; font-size: 12px; } .said { white-space: pre-wrap; margin: 0 0 10px; }
        @media (max-width: 640px) { .pair { grid-template-columns: 1fr; } }
        @media (prefers-color-scheme: dark) {
          body { color: #eceae6; background: #161716; } .warning { background: #1e201f; }
          caption, figcaption, .who { color: #a7a39b; } td, th { border-color: #343735; } }
        @media print { body { max-width: none; } .pair, figure { break-inside: avoid; } }
        </style>
        </head>
        <body>
        <h1>%s</h1>
        """
                .formatted(language, title, title);
    }

    private void add(Block block) {
        switch (block) {
            case Heading(String text) -> element("h2", text);
            case Method(String title, var paragraphs) -> {
                add(new Heading(title));
                paragraphs.forEach(text -> add(new Paragraph(text)));
            }
            case Paragraph(String text) -> element("p", text);
            case Warning(String text) ->
                    page.append(
                            "<p class=\"warning\" role=\"alert\">%s</p>\n"
                                    .formatted(Escaped.xml(text)));
            case Table table -> add(table);
            case Chart chart ->
                    page.append(
                            "<figure>\n<figcaption>%s</figcaption>\n%s</figure>\n"
                                    .formatted(Escaped.xml(chart.title()), SvgChart.of(chart)));
            case SideBySide pair -> add(pair);
        }
    }

    private void element(String name, String text) {
        page.append("<%s>%s</%s>\n".formatted(name, Escaped.xml(text), name));
    }

    private void add(Table table) {
        page.append("<table>\n");
        element("caption", table.caption());
        page.append("<thead>");
        row("th scope=\"col\"", "th", table.head());
        page.append("</thead>\n<tbody>\n");
        table.rows().forEach(row -> row("td", "td", row));
        page.append("</tbody>\n</table>\n");
    }

    private void row(String open, String close, List<String> cells) {
        page.append("<tr>");
        for (String cell : cells) {
            page.append("<%s>%s</%s>".formatted(open, Escaped.xml(cell), close));
        }
        page.append("</tr>\n");
    }

    private void add(SideBySide pair) {
        page.append("<div class=\"pair\">\n<div>");
        ReportPicture.jpeg(pair.picture())
                .ifPresent(jpeg ->
                        page.append(
                                "<img alt=\"%s\" src=\"data:image/jpeg;base64,%s\">"
                                        .formatted(
                                                Escaped.xml(
                                                        String.valueOf(
                                                                pair.picture().getFileName())),
                                                Base64.getEncoder().encodeToString(jpeg))));
        page.append("</div>\n<div>\n");
        element("h3", pair.question());
        for (var saying : pair.sayings()) {
            page.append(
                    "<div class=\"who\">%s</div>\n<p class=\"said\">%s</p>\n"
                            .formatted(Escaped.xml(saying.who()), Escaped.xml(saying.text())));
        }
        page.append("</div>\n</div>\n");
    }
}
