package dev.nunchi.app.cli;

import dev.nunchi.app.judge.Benchmark;
import dev.nunchi.app.judge.BenchmarkBuilder;
import dev.nunchi.app.judge.BenchmarkReader;
import dev.nunchi.app.judge.Bootstrap;
import dev.nunchi.app.judge.Candidate;
import dev.nunchi.app.judge.Evaluation;
import dev.nunchi.app.judge.EvaluationPlan;
import dev.nunchi.app.judge.EvaluationResult;
import dev.nunchi.app.judge.Sight;
import dev.nunchi.app.judge.report.Report;
import dev.nunchi.app.judge.report.ReportFiles;
import dev.nunchi.app.judge.report.ReportWords;
import dev.nunchi.app.judge.report.ResultJson;
import dev.nunchi.app.judge.report.TextReport;
import dev.nunchi.app.platform.Program;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.Stage;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Evaluates candidates on a benchmark and writes the reports: `nunchi evaluate --benchmark`.
///
/// @param who answers if no candidate is named
/// @param limit of pictures; empty for all
record BenchmarkRun(
        CliContext context,
        CommandSpec spec,
        BenchmarkOptions options,
        AnswererOptions who,
        Optional<Integer> limit) {
    /// How the result is printed.
    enum Output {
        WORDS,
        JSON
    }

    /// Makes the report of a result.
    @FunctionalInterface
    interface Words {
        Report of(EvaluationResult result);
    }

    int run(Path source, Output output) throws EngineException, TeacherException, StoreException {
        return run(
                source,
                Optional.empty(),
                result -> ReportWords.of(result, made(), context.messages()),
                output);
    }

    /// @param known the candidates; empty for those of the command line
    int run(Path source, Optional<List<Candidate>> known, Words words, Output output)
            throws EngineException, TeacherException, StoreException {
        var progress = ProgressLine.of(context);
        var cancel = context.interruption().token();
        Path out = out();
        try (var _ = context.interruption().hold();
                var requests = new ServerRequests(context, "evaluate " + out)) {
            if (options.build != null && !build(options.build, source, progress)) {
                return interrupted();
            }
            var models = models(requests);
            var candidates = known.isPresent() ? known.get() : candidates(models);
            var plan = plan(benchmark(source), models, candidates);
            var result =
                    new Evaluation(plan, out)
                            .run(
                                    (_, done, total) ->
                                            progress.report(Stage.EVALUATING, done, total),
                                    cancel);
            progress.clear();
            return result.isEmpty()
                    ? interrupted()
                    : finish(result.get(), words.of(result.get()), output);
        }
    }

    /// Where all goes.
    Path out() {
        if (options.out == null) {
            throw usage("evaluateOut");
        }
        return options.out.toAbsolutePath().normalize();
    }

    int interrupted() {
        var err = context.terminal().err();
        err.println(context.messages().text("cli.evaluate.kept"));
        err.flush();
        return ExitCode.INTERRUPTED;
    }

    ParameterException usage(String key, Object... arguments) {
        return context.usage(spec, key, arguments);
    }

    /// @return whether it was not cancelled
    private boolean build(Path from, Path folder, ProgressLine progress)
            throws EngineException, TeacherException {
        if (Files.exists(folder.resolve("questions.jsonl"))) {
            return true;
        }
        var cancel = context.interruption().token();
        var scenes =
                Scenes.read(from, Scenes.Options.defaults(), new DataRows.Watch(progress, cancel));
        progress.clear();
        new ProblemLines(context.messages(), context.terminal().err()).print(scenes.problems());
        var builder = BenchmarkBuilder.defaults().withSeed(options.seed);
        if (options.balanced != null) {
            var wanted = builder.withPictures(limit.orElse(Integer.MAX_VALUE));
            var items = wanted.buildBalanced(scenes.scenes(), options.balanced, folder).items();
            if (items.isEmpty()) {
                throw usage("evaluateBuild", from);
            }
            return true;
        }
        var built = limit.map(builder::withPictures).orElse(builder).build(scenes, folder, cancel);
        if (built.filter(benchmark -> benchmark.items().isEmpty()).isPresent()) {
            throw usage("evaluateBuild", from);
        }
        return built.isPresent();
    }

    private Benchmark benchmark(Path source) throws EngineException {
        var all = BenchmarkReader.read(source, Optional.ofNullable(options.pictures));
        return limit.map(all::limited).orElse(all);
    }

    private ModelSpec models(ServerRequests requests) throws EngineException {
        return new ModelSpec(
                context, spec, who.device(context, spec), requests, options.keyVariable);
    }

    private EvaluationPlan plan(Benchmark benchmark, ModelSpec models, List<Candidate> candidates)
            throws EngineException {
        if (candidates.stream().map(Candidate::name).distinct().count() < candidates.size()) {
            throw usage("evaluateTwice");
        }
        if (options.resamples < 1) {
            throw usage("evaluateResamples", options.resamples);
        }
        return new EvaluationPlan(
                benchmark,
                candidates,
                blind(),
                new EvaluationPlan.Helpers(
                        asked(options.teacher, models), asked(options.judge, models)),
                new Bootstrap(options.seed, options.resamples));
    }

    private static Optional<Candidate.Asked> asked(@Nullable String name, ModelSpec models)
            throws EngineException {
        return name == null ? Optional.empty() : Optional.of(models.parse(name));
    }

    private List<Candidate> candidates(ModelSpec models) throws EngineException {
        if (options.candidates.isEmpty()) {
            return List.of(models.of(who.choose(context, spec)));
        }
        var candidates = new ArrayList<Candidate>();
        for (String name : options.candidates) {
            boolean recorded = name.endsWith(".jsonl") && Files.exists(Path.of(name));
            candidates.add(recorded ? Candidate.Recorded.read(Path.of(name)) : models.parse(name));
        }
        return candidates;
    }

    private Sight blind() {
        for (var sight : List.of(Sight.SHUFFLED, Sight.WITHHELD)) {
            if (sight.word().equals(options.blind)) {
                return sight;
            }
        }
        throw usage("evaluateBlind", options.blind);
    }

    String made() {
        var messages = context.messages();
        var date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(messages.locale());
        return messages.text(
                "evaluate.made",
                date.format(LocalDate.now(ZoneId.systemDefault())),
                Program.version());
    }

    private int finish(EvaluationResult result, Report report, Output output)
            throws EngineException {
        Path out = out();
        String json = ResultJson.of(result);
        ReportFiles.write(report, out);
        ReportFiles.writeJson(json, out);
        var to = context.terminal().out();
        if (output == Output.JSON) {
            to.println(json);
        } else {
            to.print(TextReport.of(report));
            to.println(context.messages().text("cli.evaluate.written", out));
        }
        to.flush();
        return ExitCode.OK;
    }
}
