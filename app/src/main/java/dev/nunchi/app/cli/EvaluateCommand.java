package dev.nunchi.app.cli;

import dev.nunchi.app.judge.Bootstrap;
import dev.nunchi.app.judge.ReviewFile;
import dev.nunchi.app.judge.ReviewSummary;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.data.Dataset;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.CaptionEvaluation;
import dev.nunchi.engine.eval.CaptionReport;
import dev.nunchi.engine.eval.CaptionedPicture;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `nunchi evaluate`: how well models describe pictures and answer questions about them.
@Command(
        name = "evaluate",
        description = {
            "Asks models about pictures, and compares with what people or a teacher say.",
            "",
            "With --benchmark, candidates answer questions, with their pictures and blind; answers"
                    + " are measured, and compared by a judge if one is named and earns trust. With"
                    + " --captions, a model (or one --candidate, e.g. a server, without the loss) describes"
                    + " pictures that people have described. With"
                    + " --summarize, reviews are summed up.",
            "",
            "The caption loss is that of each picture's first caption, in nats a token; CIDEr-D"
                    + " takes all captions as references; the noun recall is the share of an"
                    + " answer's content words that captions hold. 'Shuffled' figures put another"
                    + " row's picture in the place of each."
        },
        footer = {
            "",
            "With --json one line is printed: {\"captionLoss\", \"captionLossShuffled\", \"cider\","
                    + " \"nounRecall\", \"nounRecallShuffled\", \"rows\"}; of reviews"
                    + " {\"rows\", \"rows_with_unreadable_scores\", \"mean_first\","
                    + " \"mean_second\", \"relative_score\", \"relative_score_interval\","
                    + " \"kinds\", \"resamples\", \"seed\"}; of a benchmark {\"benchmark\","
                    + " \"pictures\", \"questions\", \"blind\", \"resamples\", \"seed\", \"judge\","
                    + " \"candidates\": [{\"name\", \"metrics\", \"blindMetrics\", \"judged\"}]}.",
            "",
            "Examples: nunchi evaluate --captions photos/captions.jsonl --limit 200",
            "nunchi evaluate --benchmark bench --candidate nunchi-default --out result"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Option(
            names = "--captions",
            paramLabel = "FILE",
            description =
                    "Pictures with captions, in any layout of docs/training-data.md; a file or a"
                            + " folder.")
    private @Nullable Path captions;

    @Option(
            names = "--summarize",
            paramLabel = "REVIEWS",
            description =
                    "Only sum up a judge's reviews in LLaVA's layout: JSON lines with question_id,"
                            + " text, score and, if there are kinds, category.")
    private @Nullable Path reviews;

    @Mixin private BenchmarkOptions benchmark = new BenchmarkOptions();

    @Option(
            names = "--ablation",
            paramLabel = "DATA",
            description =
                    "First train the model on conversations alone, on details and reasoning, on"
                            + " conversations with small parts of both, and on all of the data, and"
                            + " then evaluate these and the model as it was, as in the paper's"
                            + " Table 4. Settings are those of 'nunchi train --stage 2'.")
    private @Nullable Path ablation;

    @Mixin private TrainOptions training = new TrainOptions();

    @Mixin private AnswererOptions who = new AnswererOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many pictures, taken at equal distances. Default: all.")
    private @Nullable Integer limit;

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            defaultValue = CaptionEvaluation.QUESTION,
            description = "What is asked of each picture (default: ${DEFAULT-VALUE}).")
    private String question = "";

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final CliContext context;

    EvaluateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException, TeacherException, StoreException {
        if (Stream.of(captions, reviews, benchmark.benchmark).filter(Objects::nonNull).count()
                != 1) {
            throw context.usage(spec, "evaluateWhat");
        }
        if (benchmark.benchmark != null) {
            return evaluate(benchmark.benchmark);
        }
        return reviews == null ? describe(Objects.requireNonNull(captions)) : summarize(reviews);
    }

    private int evaluate(Path source) throws EngineException, TeacherException, StoreException {
        if (limit != null && limit < 2) {
            throw context.usage(spec, "limit", limit);
        }
        var run = new BenchmarkRun(context, spec, benchmark, who, Optional.ofNullable(limit));
        var output = json ? BenchmarkRun.Output.JSON : BenchmarkRun.Output.WORDS;
        return ablation == null
                ? run.run(source, output)
                : new AblationRun(run, training).run(ablation, source, output);
    }

    private int summarize(Path file) throws EngineException {
        var summary = ReviewSummary.of(ReviewFile.read(file), Bootstrap.defaults());
        var printer = new ReviewPrinter(context);
        if (json) {
            printer.json(summary);
        } else {
            printer.table(summary);
        }
        return ExitCode.OK;
    }

    private int describe(Path file) throws EngineException, TeacherException, StoreException {
        if (limit != null && limit < 2) {
            throw context.usage(spec, "limit", limit);
        }
        var progress = ProgressLine.of(context);
        var cancel = context.interruption().token();
        Optional<CaptionReport> report;
        try (var _ = context.interruption().hold()) {
            var data = Datasets.read(file, progress, cancel);
            if (cancel.isCancelled()) {
                progress.clear();
                return ExitCode.INTERRUPTED;
            }
            progress.clear();
            new ProblemLines(context.messages(), context.terminal().err()).print(data.problems());
            report =
                    benchmark.candidates.isEmpty()
                            ? described(pictures(data, file), progress)
                            : new CandidateCaptions(
                                            context, spec, benchmark, who.device(context, spec))
                                    .describe(question, pictures(data, file), progress);
        }
        progress.clear();
        report.ifPresent(this::print);
        return report.isPresent() ? ExitCode.OK : ExitCode.INTERRUPTED;
    }

    private Optional<CaptionReport> described(
            List<CaptionedPicture> pictures, ProgressLine progress) throws EngineException {
        var answerer = who.choose(context, spec);
        var evaluation = new CaptionEvaluation(question, answerer.adapterName(), pictures);
        try (var assistant = context.models().open(answerer, progress)) {
            return evaluation.run(assistant, progress, context.interruption().token());
        }
    }

    private List<CaptionedPicture> pictures(Dataset data, Path file) {
        var all = CaptionedPicture.of(data.samples());
        if (all.size() < 2) {
            throw context.usage(spec, "tooFewCaptions", file);
        }
        return limit == null ? all : CaptionedPicture.spread(all, limit);
    }

    private void print(CaptionReport report) {
        var out = context.terminal().out();
        if (json) {
            out.println(EvaluationJson.of(report));
        } else {
            row("pictures", "%d".formatted(report.rows()));
            report.captionLoss()
                    .ifPresent(loss -> pair("captionLoss", "%.4f", loss.right(), loss.other()));
            row("cider", "%.4f".formatted(report.cider()));
            pair("nounRecall", "%.3f", report.nounRecall(), report.nounRecallShuffled());
        }
        out.flush();
    }

    private void pair(String key, String format, double own, double other) {
        String words = format + " %s, " + format + " %s";
        var messages = context.messages();
        row(
                key,
                words.formatted(
                        own,
                        messages.text("cli.evaluate.own"),
                        other,
                        messages.text("cli.evaluate.other")));
    }

    private void row(String key, String figures) {
        String words = context.messages().text("cli.evaluate." + key);
        context.terminal().out().printf("%-26s %s%n", words, figures);
    }
}
