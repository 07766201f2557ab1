package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Warning;

import java.util.ArrayList;
import java.util.List;

/// The figures of a report for a terminal: its warnings and tables.
public final class TextReport {
    private TextReport() {}

    public static String of(Report report) {
        var text = new StringBuilder();
        for (var block : report.blocks()) {
            if (block instanceof Warning(String words)) {
                text.append(words).append("\n\n");
            } else if (block instanceof Table table) {
                add(text, table);
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, Table table) {
        text.append(table.caption()).append('\n');
        var rows = new ArrayList<List<String>>();
        rows.add(table.head());
        rows.addAll(table.rows());
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(row.get(i))
                        .append(" ".repeat(width(rows, i) - row.get(i).length() + 2));
            }
            text.append('\n');
        }
        text.append('\n');
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
