package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.RowMessages;
import dev.nunchi.engine.data.RowProblem;

import java.io.PrintStream;
import java.util.List;

/// Rows with problems, a line each: where, what, what helps.
record ProblemLines(Messages messages, PrintStream err) {
    /// Rows that are told one by one; the others are counted.
    private static final int TOLD = 20;

    void print(List<RowProblem> problems) {
        problems.stream().limit(TOLD).map(this::line).forEach(err::println);
        if (problems.size() > TOLD) {
            err.println(messages.text("cli.data.more", problems.size() - TOLD));
        }
        err.flush();
    }

    private String line(RowProblem problem) {
        var rows = new RowMessages(messages);
        var words = rows.of(problem);
        String detail = words.detail().isBlank() ? "" : " (" + words.detail() + ")";
        return rows.place(problem) + ": " + words.sentence() + detail + " " + words.act();
    }
}
