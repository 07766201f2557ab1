package dev.nunchi.app.cli;

import dev.nunchi.engine.data.CaptionFilter;
import dev.nunchi.engine.data.CaptionLines;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.EngineException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `nunchi filter`: a large caption set, thinned so that common things do not drown rare ones.
@Command(
        name = "filter",
        description = {
            "Thins a caption set as the LLaVA paper made its 595,000 pairs from CC3M.",
            "",
            "Noun phrases of fewer than FLOOR captions bring none in; of each other phrase, the"
                    + " rarest first, all captions are taken, or CAP of them by chance."
        },
        footer = {
            "",
            "Prints a report as JSON: {\"captions\", \"kept\", \"phrases\", \"rare\", \"capped\","
                    + " \"commonest\"}."
        })
final class FilterCommand implements Callable<Integer> {
    @Option(
            names = "--captions",
            required = true,
            paramLabel = "PATH",
            description = "Pictures with captions, in any layout of docs/training-data.md.")
    private Path captions = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The JSON lines to write, in a folder above the pictures.")
    private Path out = Path.of("");

    @Option(names = "--floor", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int floor;

    @Option(names = "--cap", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    private int cap;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Same seed, same captions (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec;

    private final CliContext context;

    FilterCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        if (floor < 1 || cap < 1) {
            throw context.usage(spec, "filter", floor, cap);
        }
        var progress = ProgressLine.of(context);
        var cancel = context.interruption().token();
        try (var _ = context.interruption().hold()) {
            var data = Datasets.read(captions, progress, cancel);
            progress.clear();
            if (cancel.isCancelled()) {
                return ExitCode.INTERRUPTED;
            }
            new ProblemLines(context.messages(), context.terminal().err()).print(data.problems());
            var result = new CaptionFilter(floor, cap, seed).apply(data.samples());
            if (!CaptionLines.canName(out, result.samples())) {
                throw context.usage(spec, "filterOut", out);
            }
            CaptionLines.write(out, result.samples());
            print(result.report());
        }
        return ExitCode.OK;
    }

    private void print(CaptionFilter.Report report) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("captions", report.captions())
                .put("kept", report.kept())
                .put("phrases", report.phrases())
                .put("rare", report.rare())
                .put("capped", report.capped());
        var commonest = json.putArray("commonest");
        for (var phrase : report.commonest()) {
            commonest
                    .addObject()
                    .put("phrase", phrase.phrase())
                    .put("before", phrase.before())
                    .put("after", phrase.after());
        }
        context.terminal().out().println(JsonMapper.shared().writeValueAsString(json));
        context.terminal().out().flush();
    }
}
