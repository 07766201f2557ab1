package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Formats;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunReport;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.SnapshotReport;
import dev.nunchi.engine.finetune.StepReport;
import dev.nunchi.engine.progress.Stage;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Tells of a training run: a line that is redrawn and lines that stay on standard error, the
/// result on standard output; or reports as JSON there.
final class TrainPrinter implements RunListener {
    private static final int LOSS_DIGITS = 4;

    /// Where nobody watches, so many steps make a line.
    private static final int STEPS_A_LINE = 10;

    private static final double NANOS = 1e9;

    private enum Style {
        WORDS,
        JSON
    }

    private final Style style;
    private final PrintStream out;
    private final PrintStream err;
    private final Messages messages;
    private final ProgressLine line;
    private final boolean watched;
    private String run = "";

    private TrainPrinter(CliContext context, Style style) {
        this.style = style;
        out = context.terminal().out();
        err = context.terminal().err();
        messages = context.messages();
        line = ProgressLine.of(context);
        watched = context.terminal().interactive();
    }

    static TrainPrinter words(CliContext context) {
        return new TrainPrinter(context, Style.WORDS);
    }

    static TrainPrinter json(CliContext context) {
        return new TrainPrinter(context, Style.JSON);
    }

    @Override
    public void report(Stage stage, long done, long total) {
        line.report(stage, done, total);
    }

    @Override
    public void onCreated(RunFolder folder) {
        run = folder.name();
    }

    @Override
    public void onStarted(RunFolder folder, RunEstimate estimate) {
        tellProblems(estimate.problems());
        tell(
                "cli.train.started",
                run,
                estimate.rows(),
                estimate.validationRows(),
                estimate.steps(),
                formats().bytes(estimate.memoryBytes()));
    }

    @Override
    public void onStep(StepReport report) {
        if (style == Style.JSON) {
            print(report);
        } else if (watched) {
            line.show(words(report));
        } else if (report.step() % STEPS_A_LINE == 0) {
            say(words(report));
        }
    }

    private String words(StepReport report) {
        return messages.text(
                "cli.train.step",
                report.step(),
                report.steps(),
                formats().decimal(report.loss(), LOSS_DIGITS),
                formats().decimal(report.tokensPerSecond(), 0),
                duration(report.secondsLeft()),
                formats().bytes(report.memoryBytes()));
    }

    @Override
    public void onEvaluation(EvaluationReport report) {
        if (style == Style.JSON) {
            print(report);
        } else {
            tell(
                    report.best() ? "cli.train.evaluationBest" : "cli.train.evaluation",
                    report.step(),
                    formats().decimal(report.loss(), LOSS_DIGITS));
        }
    }

    @Override
    public void onSample(SampleReport report) {
        if (style == Style.JSON) {
            print(report);
        } else {
            tell("cli.train.sample", report.picture().getFileName(), report.answer());
        }
    }

    @Override
    public void onSnapshot(SnapshotReport report) {
        if (style == Style.JSON) {
            print(report);
        }
    }

    /// What a run would take.
    void onEstimate(RunEstimate estimate) {
        line.clear();
        if (style == Style.JSON) {
            print(TrainJson.of(estimate));
            return;
        }
        tellProblems(estimate.problems());
        out.println(
                messages.text(
                        "cli.train.estimate",
                        estimate.rows(),
                        estimate.validationRows(),
                        estimate.targetTokens(),
                        estimate.steps(),
                        formats().bytes(estimate.memoryBytes()),
                        formats().bytes(estimate.freeBytes()),
                        duration(estimate.featureSeconds() + estimate.seconds())));
        out.flush();
        if (!estimate.fits()) {
            tell("cli.train.doesNotFit");
        }
    }

    /// Where the export is, if it was not cancelled.
    void onExport(boolean whole, Path folder) {
        line.clear();
        if (whole) {
            tell("cli.train.exported");
            out.println(folder);
            out.flush();
        }
    }

    /// How the run ended.
    void onResult(RunResult result) {
        line.clear();
        if (style == Style.JSON) {
            print(TrainJson.of(run, result));
        } else if (result.model().isPresent()) {
            tell("cli.train.model", result.step());
            out.println(result.model().get());
            out.flush();
        } else if (result.adapter().isPresent()) {
            tell(
                    result.end() == RunEnd.STOPPED_EARLY ? "cli.train.early" : "cli.train.done",
                    result.step());
            out.println(result.adapter().get());
            out.flush();
        }
        if (result.end() == RunEnd.CANCELLED && !run.isEmpty()) {
            tell("cli.train.stopped", result.step(), run);
        }
    }

    private void tellProblems(List<RowProblem> problems) {
        line.clear();
        new ProblemLines(messages, err).print(problems);
    }

    private void tell(String key, Object... arguments) {
        say(messages.text(key, arguments));
    }

    private void say(String text) {
        line.clear();
        err.println(text);
        err.flush();
    }

    private void print(RunReport report) {
        print(report.toJson());
    }

    private void print(String json) {
        line.clear();
        out.println(json);
        out.flush();
    }

    private String duration(double seconds) {
        return formats().duration(Duration.ofNanos((long) (seconds * NANOS)));
    }

    private Formats formats() {
        return messages.formats();
    }
}
