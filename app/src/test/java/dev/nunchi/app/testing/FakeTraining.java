package dev.nunchi.app.testing;

import dev.nunchi.app.service.PreviewRow;
import dev.nunchi.app.service.PreviewRow.Kind;
import dev.nunchi.app.service.PreviewRow.Span;
import dev.nunchi.app.service.RunHistory;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.engine.data.Dataset;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSummary;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.finetune.StepReport;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.train.TrainingPlan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Training that does what a test says, in no time.
///
/// Unless scripted, data is what [#data] was given, a run makes three steps and completes.
public final class FakeTraining implements TrainingService {
    public static final Instant CHANGED = Instant.parse("2026-11-28T09:30:00Z");

    private final List<RunSummary> runs = new ArrayList<>();
    private final List<RunRequest> started = new ArrayList<>();
    private final List<RunFolder> resumed = new ArrayList<>();
    private Dataset dataset = new Dataset(List.of(), List.of(), "hash");
    private RunHistory history = RunHistory.EMPTY;
    private RunEstimate estimate = estimate(2_000_000_000L, 8_000_000_000L);
    private Optional<EngineException> failure = Optional.empty();
    private boolean whole;
    private RunScript script = FakeTraining::threeSteps;

    /// What a run does, on the thread of the job.
    @FunctionalInterface
    public interface RunScript {
        RunResult run(RunListener listener, RunControl control) throws EngineException;
    }

    /// What reading data finds.
    public FakeTraining data(List<Sample> samples, RowProblem... problems) {
        dataset = new Dataset(samples, List.of(problems), "hash");
        return this;
    }

    public FakeTraining runs(RunSummary... summaries) {
        runs.addAll(List.of(summaries));
        return this;
    }

    public FakeTraining told(RunHistory before) {
        history = before;
        return this;
    }

    public FakeTraining estimates(RunEstimate next) {
        estimate = next;
        return this;
    }

    public FakeTraining whileRunning(RunScript next) {
        script = next;
        return this;
    }

    /// Models can learn with all their weights from now on.
    public FakeTraining ofFloats() {
        whole = true;
        return this;
    }

    /// Every call from now on ends with an error.
    public FakeTraining fails(EngineException error) {
        failure = Optional.of(error);
        return this;
    }

    public List<RunRequest> started() {
        return List.copyOf(started);
    }

    public List<RunFolder> resumed() {
        return List.copyOf(resumed);
    }

    public static RunEstimate estimate(long memory, long free) {
        return new RunEstimate(
                34,
                6,
                0,
                1200,
                60,
                memory,
                free,
                memory <= free ? 5 : 2,
                340,
                12,
                new TrainingPlan(Precision.STORED, ActivationMemory.RECOMPUTE),
                List.of());
    }

    public static RunSummary summary(RunRequest request, long step, Optional<RunEnd> end) {
        return new RunSummary(
                new RunFolder(Path.of("runs", request.name())),
                request,
                step,
                60,
                OptionalDouble.of(2.25),
                OptionalDouble.of(2.125),
                end,
                Optional.empty(),
                false,
                CHANGED);
    }

    public static StepReport step(long step, double loss) {
        return new StepReport(
                step, 60, step / 20.0, loss, 2e-4, 0.8, 210, 5 * (60 - step), 1_900_000_000L);
    }

    private static RunResult threeSteps(RunListener listener, RunControl control) {
        for (int step = 1; step <= 3; step++) {
            listener.onStep(step(step, 4.0 / step));
        }
        return new RunResult(
                RunEnd.COMPLETED,
                3,
                OptionalDouble.of(1.5),
                Optional.of(Path.of("adapters", "birds")));
    }

    @Override
    public Dataset readData(Path source, Progress progress, CancelToken cancel)
            throws EngineException {
        mayFail();
        progress.report(Stage.READING_DATA, 1, 2);
        return dataset;
    }

    @Override
    public List<PreviewRow> preview(InstalledModel model, List<Sample> samples, SampleForm form)
            throws EngineException {
        mayFail();
        return samples.stream().map(FakeTraining::preview).toList();
    }

    private static PreviewRow preview(Sample sample) {
        return new PreviewRow(
                sample,
                List.of(
                        new Span("USER: ", Kind.GIVEN),
                        new Span("<image>", Kind.PICTURE),
                        new Span("\n" + sample.turns().getFirst().text(), Kind.GIVEN),
                        new Span(" ASSISTANT: ", Kind.GIVEN),
                        new Span(sample.firstAnswer() + "</s>", Kind.LEARNT)),
                72,
                14);
    }

    @Override
    public boolean canLearnWhole(InstalledModel model) {
        return whole;
    }

    @Override
    public Optional<RunEstimate> estimate(
            InstalledModel model, RunRequest request, Progress progress, CancelToken cancel)
            throws EngineException {
        mayFail();
        return Optional.of(estimate);
    }

    @Override
    public RunResult start(
            InstalledModel model, RunRequest request, RunListener listener, RunControl control)
            throws EngineException {
        mayFail();
        started.add(request);
        return script.run(listener, control);
    }

    @Override
    public RunResult resume(
            InstalledModel model, RunFolder run, RunListener listener, RunControl control)
            throws EngineException {
        mayFail();
        resumed.add(run);
        return script.run(listener, control);
    }

    @Override
    public List<RunSummary> runs() {
        return List.copyOf(runs);
    }

    @Override
    public RunHistory history(RunFolder run) {
        return history;
    }

    @Override
    public void remove(RunFolder run) {
        runs.removeIf(summary -> summary.folder().equals(run));
    }

    private void mayFail() throws EngineException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
