package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.AnswerComparison;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.RunHistory;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.service.TunedModel.Form;
import dev.nunchi.app.store.VoteStore;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.picture.Thumbnails;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSummary;
import dev.nunchi.engine.library.InstalledModel;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The training page: three steps, of which one is open, before and after, and earlier runs.
public final class TrainViewModel {
    /// The steps of a training.
    public enum Step {
        DATA,
        SETTINGS,
        RUN
    }

    /// What the page needs.
    public record Services(
            TrainingService training,
            AnswerComparison answers,
            ModelService models,
            PictureService pictures,
            VoteStore votes) {}

    private final TrainingService training;
    private final ModelService models;
    private final JobRunner jobs;
    private final DataViewModel data;
    private final SettingsViewModel settings;
    private final RunViewModel run;
    private final ComparisonViewModel comparison;
    private final Thumbnails thumbnails;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.DATA);
    private final ObservableList<RunSummary> runs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<RunSummary>> interrupted =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Consumer<TunedModel> onUse = _ -> {};

    public TrainViewModel(
            Services services, JobRunner jobs, InstantSource clock, RandomGenerator random) {
        this.training = services.training();
        this.models = services.models();
        this.jobs = jobs;
        data = new DataViewModel(training, services.models(), jobs);
        settings = new SettingsViewModel(training, data, jobs);
        run = new RunViewModel(training, jobs, clock);
        comparison =
                new ComparisonViewModel(
                        new ComparisonViewModel.Services(
                                services.answers(), services.pictures(), services.votes()),
                        jobs,
                        clock,
                        random);
        thumbnails = new Thumbnails(services.pictures(), jobs);
        run.stateProperty().subscribe(this::runChanged);
        step.subscribe(this::stepChanged);
    }

    public DataViewModel data() {
        return data;
    }

    public SettingsViewModel settings() {
        return settings;
    }

    public RunViewModel run() {
        return run;
    }

    public ComparisonViewModel comparison() {
        return comparison;
    }

    Thumbnails thumbnails() {
        return thumbnails;
    }

    /// The step that is open.
    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /// Earlier runs, the last one first; the one that is shown is among them.
    public ObservableList<RunSummary> runs() {
        return runs;
    }

    /// A run that was going on when the program was ended from outside.
    public ReadOnlyObjectProperty<Optional<RunSummary>> interruptedProperty() {
        return interrupted.getReadOnlyProperty();
    }

    /// What went wrong and belongs to no step.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Hears when somebody wants to talk to a tuned model.
    public void onUse(Consumer<TunedModel> listener) {
        onUse = listener;
    }

    /// Reads models and runs; looks for a run that was interrupted.
    public void start() {
        data.refresh();
        readRuns(found ->
                interrupted.set(
                        found.stream()
                                .filter(summary -> summary.canResume() && summary.end().isEmpty())
                                .findFirst()));
    }

    /// Reads models and runs again.
    public void refresh() {
        data.refresh();
        readRuns(_ -> {});
    }

    private void readRuns(Consumer<List<RunSummary>> then) {
        jobs.run(Job.of("listing runs", _ -> training.runs()))
                .onSuccess(found -> {
                    runs.setAll(found);
                    then.accept(found);
                })
                .onFailure(this::fail);
    }

    /// Opens a step; while a run goes on there is only that one.
    public void show(Step other) {
        boolean possible =
                switch (other) {
                    case DATA -> !run.isActive();
                    case SETTINGS -> data.isComplete() && !run.isActive();
                    case RUN -> !(run.stateProperty().get() instanceof RunState.None);
                };
        if (possible) {
            step.set(other);
        }
    }

    /// Starts a run with what was chosen.
    public void startRun() {
        settings.requestProperty().get().ifPresent(this::startRun);
    }

    private void startRun(RunRequest asked) {
        var model = data.modelProperty().get();
        if (model.isPresent() && !run.isActive()) {
            comparison.use(Optional.empty());
            settings.lookAway();
            run.start(model.get(), asked);
            step.set(Step.RUN);
        }
    }

    /// Begins anew with the data; ignored while a run goes on.
    public void startOver() {
        run.clear();
        comparison.use(Optional.empty());
        show(Step.DATA);
    }

    /// Goes on with an earlier run from its last snapshot.
    ///
    /// Asks for the run's model itself: right after the start nobody else has read which there are.
    public void resume(RunSummary earlier) {
        withEarlier(
                "finding a run's model and log",
                () -> new Found(model(earlier), training.history(earlier.folder())),
                found -> run.resume(found.model(), earlier, found.history()));
    }

    /// What going on with a run takes.
    private record Found(InstalledModel model, RunHistory history) {}

    private InstalledModel model(RunSummary earlier) throws EngineException {
        var asked = earlier.request();
        var model = models.find(asked.model());
        if (model.isEmpty()) {
            throw new TrainingException(
                    asked.name(),
                    TrainingException.Reason.MODEL_GONE,
                    "began with " + asked.model() + ", which is not installed");
        }
        return model.get();
    }

    /// What can be done to let the run that is shown go on.
    enum Way {
        NONE,
        /// It is held.
        RELEASE,
        /// It has a folder, and steps to make that nobody makes.
        RESUME,
        /// It failed before it had a folder.
        BEGIN_AGAIN
    }

    Way wayOn() {
        if (run.isActive()) {
            return run.stateProperty().get() instanceof RunState.Paused ? Way.RELEASE : Way.NONE;
        }
        if (resumable().isPresent()) {
            return Way.RESUME;
        }
        boolean failed = run.stateProperty().get() instanceof RunState.Failed;
        return failed && run.folder().isEmpty() ? Way.BEGIN_AGAIN : Way.NONE;
    }

    /// Lets the run that is shown go on.
    void proceed() {
        switch (wayOn()) {
            case NONE -> {}
            case RELEASE -> run.proceed();
            case RESUME -> resumable().ifPresent(this::resume);
            case BEGIN_AGAIN -> run.requestProperty().get().ifPresent(this::startRun);
        }
    }

    private Optional<RunSummary> resumable() {
        return runs.stream()
                .filter(earlier -> run.folder().equals(Optional.of(earlier.folder())))
                .filter(RunSummary::canResume)
                .findFirst();
    }

    /// Shows an earlier run and lets its result be compared.
    public void open(RunSummary earlier) {
        withEarlier(
                "reading a run's log",
                () -> training.history(earlier.folder()),
                history -> {
                    run.open(earlier, history);
                    comparison.use(tuned(earlier));
                });
    }

    /// Something of an earlier run that lies on the disk.
    private interface Reading<T> {
        T read() throws EngineException;
    }

    /// Reads and shows an earlier run; ignored while one goes on.
    private <T> void withEarlier(String title, Reading<T> reading, Consumer<T> then) {
        if (run.isActive()) {
            return;
        }
        interrupted.set(Optional.empty());
        problem.set(Optional.empty());
        jobs.run(Job.of(title, _ -> reading.read()))
                .onSuccess(found -> {
                    then.accept(found);
                    show(Step.RUN);
                })
                .onFailure(this::fail);
    }

    /// Deletes a run; what it made stays.
    public void remove(RunSummary earlier) {
        jobs.run(
                        Job.of(
                                "removing a run",
                                _ -> {
                                    training.remove(earlier.folder());
                                    return earlier;
                                }))
                .onSuccess(_ -> readRuns(_ -> {}))
                .onFailure(this::fail);
    }

    /// What a run made, if it has come to an end.
    public static Optional<TunedModel> tuned(RunSummary earlier) {
        return earlier.end()
                .filter(end -> end != RunEnd.CANCELLED)
                .map(_ -> earlier.made().orElse(earlier.request().name()))
                .map(made ->
                        new TunedModel(
                                earlier.request().model(),
                                made,
                                earlier.request().settings().makesModel()
                                        ? Form.MODEL
                                        : Form.ADAPTER));
    }

    /// Talks to a tuned model.
    public void use(TunedModel tuned) {
        onUse.accept(tuned);
    }

    /// The person does not want to go on with the interrupted run now.
    public void postpone() {
        interrupted.set(Optional.empty());
    }

    /// The person has read what went wrong.
    public void dismiss() {
        problem.set(Optional.empty());
    }

    private void stepChanged(Step now) {
        if (now == Step.SETTINGS) {
            settings.look();
        } else {
            settings.lookAway();
        }
    }

    private void runChanged(RunState before, RunState now) {
        if (now instanceof RunState.Ended(var result)) {
            comparison.use(made(result));
            if (result.model().isPresent()) {
                data.refresh();
            }
        }
        if (before.isActive() && !now.isActive()) {
            readRuns(_ -> {});
        }
    }

    /// Where a name was taken, what the run made has another one than the run.
    private Optional<TunedModel> made(RunResult result) {
        var form = result.model().isPresent() ? Form.MODEL : Form.ADAPTER;
        return result.model()
                .or(result::adapter)
                .flatMap(folder ->
                        run.requestProperty()
                                .get()
                                .map(RunRequest::model)
                                .map(model ->
                                        new TunedModel(
                                                model,
                                                String.valueOf(folder.getFileName()),
                                                form)));
    }

    private void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }
}
