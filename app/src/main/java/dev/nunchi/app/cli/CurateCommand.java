package dev.nunchi.app.cli;

import dev.nunchi.app.curate.AutoCuration;
import dev.nunchi.app.curate.Checks;
import dev.nunchi.app.l10n.CheckWords;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.error.EngineException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `nunchi curate --auto`: instruction rows, without those that checks refuse.
@Command(
        name = "curate",
        description = {
            "Keeps the rows of instruction data that pass all checks, and says why others do not.",
            "",
            "Checks look for words about captions and boxes, things that neither captions nor boxes"
                    + " support, coordinates, refusals, lengths, cut and repeated text, other"
                    + " languages, and rows that say almost the same as an earlier one. People"
                    + " review rows in the window: the page Data."
        },
        footer = {
            "",
            "The report is JSON lines: {\"id\", \"score\", \"findings\": [{\"check\", \"score\","
                    + " \"detail\", \"turn\"}]} for refused rows, {\"row\", \"problem\","
                    + " \"detail\"} for rows that cannot be read. With --json one line is printed:"
                    + " {\"accepted\", \"refused\", \"bad\", \"refusals\": {CHECK: ROWS},"
                    + " \"unbalanced\": [\"…\"]}.",
            "",
            "Example: nunchi curate --auto rows.json && nunchi train --data rows.accepted.json"
                    + " --stage 2"
        })
final class CurateCommand implements Callable<Integer> {
    @Option(
            names = "--auto",
            required = true,
            paramLabel = "FILE",
            description = "LLaVA JSON or JSON lines, with captions and objects where known.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "The rows that are kept: a JSON list if it ends in .json, else JSON lines"
                            + " (default: NAME.accepted beside the file).")
    private @Nullable Path out;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Why the others are not (default: NAME.refused.jsonl beside the file).")
    private @Nullable Path report;

    @Option(
            names = "--min-score",
            paramLabel = "S",
            description = "Rows with a worse score are refused, 0 to 1 (default: 0.5).")
    private double minScore = AutoCuration.USUAL_SCORE;

    @Option(
            names = "--language",
            paramLabel = "en|ko",
            description = "The language of all rows (default: each row's own).")
    private @Nullable String language;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final CliContext context;

    CurateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        if (!(0 <= minScore && minScore <= 1)) {
            throw context.usage(spec, "minScore", minScore);
        }
        var files =
                new AutoCuration.Files(
                        out == null ? beside(".accepted" + ending()) : out,
                        report == null ? beside(".refused.jsonl") : report);
        if (!AutoCuration.canName(files.accepted(), file)) {
            throw context.usage(spec, "filterOut", files.accepted());
        }
        var progress = ProgressLine.of(context);
        var curation = new AutoCuration(Checks.of(wanted()), minScore);
        Optional<AutoCuration.Summary> summary;
        try (var _ = context.interruption().hold()) {
            var watch = new DataRows.Watch(progress, context.interruption().token());
            summary = curation.run(file, files, watch);
        } finally {
            progress.clear();
        }
        summary.ifPresent(figures -> print(figures, files));
        return summary.isPresent() ? ExitCode.OK : ExitCode.INTERRUPTED;
    }

    private Optional<TeachingLanguage> wanted() {
        if (language == null) {
            return Optional.empty();
        }
        var known = TeachingLanguage.parse(language);
        if (known.isEmpty()) {
            throw context.usage(spec, "teachingLanguage", language);
        }
        return known;
    }

    /// `rows.json` becomes `rows.accepted.json`.
    private Path beside(String ending) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
    }

    private String ending() {
        return String.valueOf(file.getFileName()).endsWith(".json") ? ".json" : ".jsonl";
    }

    private void print(AutoCuration.Summary summary, AutoCuration.Files files) {
        var messages = context.messages();
        new ProblemLines(messages, context.terminal().err()).print(summary.problems());
        var out = context.terminal().out();
        if (json) {
            out.println(line(summary));
        } else {
            out.println(
                    messages.text(
                            "cli.curate.done",
                            summary.accepted(),
                            files.accepted(),
                            summary.refused() + summary.bad(),
                            files.refused()));
            var words = new CheckWords(messages);
            summary.refusals().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(refusal ->
                            out.printf(
                                    "%8d  %s%n", refusal.getValue(), words.name(refusal.getKey())));
            if (summary.bad() > 0) {
                out.printf("%8d  %s%n", summary.bad(), messages.text("cli.curate.bad"));
            }
            summary.balance().stream().map(words::reason).forEach(out::println);
        }
        out.flush();
    }

    private static String line(AutoCuration.Summary summary) {
        var line = JsonMapper.shared().createObjectNode();
        line.put("accepted", summary.accepted())
                .put("refused", summary.refused())
                .put("bad", summary.bad());
        var refusals = line.putObject("refusals");
        summary.refusals().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(refusal -> refusals.put(refusal.getKey().word(), refusal.getValue()));
        var unbalanced = line.putArray("unbalanced");
        summary.balance().forEach(finding -> unbalanced.add(finding.detail()));
        return JsonMapper.shared().writeValueAsString(line);
    }
}
