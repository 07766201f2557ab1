package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.RunHistory;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSummary;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.StepReport;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.InstantSource;
import java.util.Optional;

/// The run of this window: one at a time, started, held, ended and watched here.
public final class RunViewModel {
    private static final int LOG_LINES = 500;

    private final TrainingService training;
    private final JobRunner jobs;
    private final InstantSource clock;
    private final LossCurve curve = new LossCurve();
    private final ObservableList<LogEntry> log = FXCollections.observableArrayList();
    private final ObservableList<SampleReport> samples = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<RunState> state =
            new ReadOnlyObjectWrapper<>(new RunState.None());
    private final ReadOnlyObjectWrapper<Optional<RunRequest>> request =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<StepReport>> lastStep =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<RunControl> control = Optional.empty();
    private Optional<RunFolder> folder = Optional.empty();

    RunViewModel(TrainingService training, JobRunner jobs, InstantSource clock) {
        this.training = training;
        this.jobs = jobs;
        this.clock = clock;
    }

    public ReadOnlyObjectProperty<RunState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What the run was asked to do.
    public ReadOnlyObjectProperty<Optional<RunRequest>> requestProperty() {
        return request.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<StepReport>> lastStepProperty() {
        return lastStep.getReadOnlyProperty();
    }

    public LossCurve curve() {
        return curve;
    }

    /// The last lines, oldest first.
    public ObservableList<LogEntry> log() {
        return log;
    }

    /// The latest answer about each validation picture.
    public ObservableList<SampleReport> samples() {
        return samples;
    }

    public boolean isActive() {
        return state.get().isActive();
    }

    /// Where the run that is shown lies; empty until it has a folder.
    Optional<RunFolder> folder() {
        return folder;
    }

    /// Starts a new run; ignored while one goes on.
    void start(InstalledModel model, RunRequest asked) {
        if (isActive()) {
            return;
        }
        show(asked, RunHistory.EMPTY);
        run(
                LogEntry.Kind.STARTED,
                (listener, held) -> training.start(model, asked, listener, held));
    }

    /// Goes on with an earlier run; ignored while one goes on.
    ///
    /// @param history what it told before
    void resume(InstalledModel model, RunSummary run, RunHistory history) {
        if (isActive()) {
            return;
        }
        show(run.request(), history);
        folder = Optional.of(run.folder());
        run(
                LogEntry.Kind.RESUMED,
                (listener, held) -> training.resume(model, run.folder(), listener, held));
    }

    /// Shows an earlier run without going on with it; ignored while one goes on.
    void open(RunSummary run, RunHistory history) {
        if (!isActive()) {
            show(run.request(), history);
            folder = Optional.of(run.folder());
            state.set(new RunState.Opened());
        }
    }

    /// Forgets what is shown; ignored while a run goes on.
    void clear() {
        if (!isActive()) {
            forget();
            request.set(Optional.empty());
            state.set(new RunState.None());
        }
    }

    public void pause() {
        if (state.get() instanceof RunState.Training) {
            control.ifPresent(RunControl::pause);
            state.set(new RunState.Paused());
            note(LogEntry.Kind.PAUSED);
        }
    }

    public void proceed() {
        if (state.get() instanceof RunState.Paused) {
            control.ifPresent(RunControl::proceed);
            state.set(new RunState.Training());
            note(LogEntry.Kind.PROCEEDED);
        }
    }

    /// Asks the run to take a snapshot and end; it can be resumed.
    public void stop() {
        if (isActive() && !(state.get() instanceof RunState.Stopping)) {
            control.ifPresent(RunControl::stop);
            state.set(new RunState.Stopping());
            note(LogEntry.Kind.STOPPING);
        }
    }

    private void show(RunRequest asked, RunHistory history) {
        forget();
        request.set(Optional.of(asked));
        history.steps().forEach(this::drawn);
        history.evaluations().forEach(report -> curve.addValidation(report.step(), report.loss()));
        history.samples().forEach(this::sampled);
        if (!history.steps().isEmpty()) {
            lastStep.set(Optional.of(history.steps().getLast()));
        }
    }

    private void forget() {
        folder = Optional.empty();
        curve.clear();
        log.clear();
        samples.clear();
        lastStep.set(Optional.empty());
    }

    /// How a run is entered.
    private interface Entry {
        RunResult with(RunWatch listener, RunControl control) throws EngineException;
    }

    private void run(LogEntry.Kind how, Entry entry) {
        state.set(new RunState.Preparing(new JobProgress(Stage.LOADING_MODEL, 0, 0)));
        note(how);
        var watch = new RunWatch(jobs.onWindow((Runnable act) -> act.run()), this);
        var handle =
                jobs.run(
                        Job.of(
                                "training",
                                job -> {
                                    var held = new RunControl(job.cancel());
                                    watch.controlledBy(held);
                                    return entry.with(watch, held);
                                }));
        handle.onSuccess(this::ended).onFailure(this::failed);
    }

    void controlledBy(RunControl held) {
        control = Optional.of(held);
        if (state.get() instanceof RunState.Stopping) {
            held.stop();
        }
    }

    void prepared(JobProgress progress) {
        if (state.get() instanceof RunState.Preparing) {
            state.set(new RunState.Preparing(progress));
        }
    }

    void createdIn(RunFolder where) {
        folder = Optional.of(where);
    }

    void begun() {
        if (state.get() instanceof RunState.Preparing) {
            state.set(new RunState.Training());
        }
    }

    void stepped(StepReport report) {
        begun();
        lastStep.set(Optional.of(report));
        drawn(report);
    }

    private void drawn(StepReport report) {
        curve.expect(report.steps());
        curve.addStep(report.step(), report.loss());
    }

    void evaluated(EvaluationReport report) {
        begun();
        curve.addValidation(report.step(), report.loss());
        add(
                report.best() ? LogEntry.Kind.BEST : LogEntry.Kind.EVALUATED,
                report.step(),
                report.loss());
    }

    void sampled(SampleReport report) {
        for (int i = 0; i < samples.size(); i++) {
            var known = samples.get(i);
            if (known.picture().equals(report.picture())
                    && known.question().equals(report.question())) {
                samples.set(i, report);
                return;
            }
        }
        samples.add(report);
    }

    void saved(long step) {
        add(LogEntry.Kind.SAVED, step, 0);
    }

    private void ended(RunResult result) {
        control = Optional.empty();
        state.set(new RunState.Ended(result));
        note(
                switch (result.end()) {
                    case COMPLETED -> LogEntry.Kind.COMPLETED;
                    case STOPPED_EARLY -> LogEntry.Kind.STOPPED_EARLY;
                    case CANCELLED -> LogEntry.Kind.CANCELLED;
                });
    }

    private void failed(Problem problem) {
        control = Optional.empty();
        state.set(new RunState.Failed(problem));
        note(LogEntry.Kind.FAILED);
    }

    private void note(LogEntry.Kind kind) {
        add(kind, lastStep.get().map(StepReport::step).orElse(0L), 0);
    }

    private void add(LogEntry.Kind kind, long step, double loss) {
        log.add(new LogEntry(clock.instant(), kind, step, loss));
        if (log.size() > LOG_LINES) {
            log.removeFirst();
        }
    }
}
