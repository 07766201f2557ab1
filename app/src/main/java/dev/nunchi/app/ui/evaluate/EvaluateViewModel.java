package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationFolder;
import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.evaluation.EvaluationService;
import dev.nunchi.app.evaluation.EvaluationService.Outcome;
import dev.nunchi.app.judge.AblationArm;
import dev.nunchi.app.judge.EvaluationListener.Phase;
import dev.nunchi.app.judge.HeadToHead;
import dev.nunchi.app.judge.report.Report;
import dev.nunchi.app.judge.report.ReportFiles;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.picture.Thumbnails;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// The page that finds out whether a model got better.
public final class EvaluateViewModel {
    private static final JobProgress NOTHING_YET = new JobProgress(Stage.READING_DATA, 0, 0);

    /// What the page asks.
    public record Services(EvaluationService evaluation, PictureService pictures) {}

    private final Services services;
    private final JobRunner jobs;
    private final InstantSource clock;
    private final Thumbnails thumbnails;
    private final OrderViewModel order = new OrderViewModel();
    private final ReadOnlyObjectWrapper<EvaluateState> state =
            new ReadOnlyObjectWrapper<>(new EvaluateState.Choosing());
    private final ObservableList<EvaluationFolder> earlier = FXCollections.observableArrayList();
    private final ObservableList<HeadToHead> votes = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Path>> saved =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<JobHandle<?>> reading = Optional.empty();
    private Optional<JobHandle<?>> run = Optional.empty();

    public EvaluateViewModel(Services services, JobRunner jobs, InstantSource clock) {
        this.services = services;
        this.jobs = jobs;
        this.clock = clock;
        this.thumbnails = new Thumbnails(services.pictures(), jobs);
        order.kindProperty().subscribe((_, _) -> forget());
    }

    public OrderViewModel order() {
        return order;
    }

    Thumbnails thumbnails() {
        return thumbnails;
    }

    public ReadOnlyObjectProperty<EvaluateState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Evaluations that were begun before, the last first.
    public ObservableList<EvaluationFolder> earlier() {
        return earlier;
    }

    /// How the person's own blind choices fell out.
    public ObservableList<HeadToHead> votes() {
        return votes;
    }

    /// Whether the lists were read once.
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    /// Where the report was saved last.
    public ReadOnlyObjectProperty<Optional<Path>> savedProperty() {
        return saved.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Reads again who is there, what was evaluated and what was voted.
    public void refresh() {
        var evaluation = services.evaluation();
        jobs.run(Job.of("listing who could be asked", _ -> evaluation.answerers()))
                .onSuccess(order::offer)
                .onFailure(this::fail);
        jobs.run(Job.of("listing bare models", _ -> evaluation.withOwnAdapter()))
                .onSuccess(order::offerBare)
                .onFailure(this::fail);
        jobs.run(Job.of("counting votes", _ -> evaluation.headToHead()))
                .onSuccess(votes::setAll)
                .onFailure(this::fail);
        listEarlier();
    }

    private void listEarlier() {
        jobs.run(Job.of("listing evaluations", _ -> services.evaluation().list()))
                .onSuccess(all -> {
                    earlier.setAll(all);
                    loaded.set(true);
                })
                .onFailure(this::fail);
    }

    /// Reads what models are to be asked about; what is being read is given up.
    public void choose(Path source) {
        read(order.materialOf(source));
    }

    /// Scores answers that were given before, if the file holds some.
    public void addAnswers(Path file) {
        problem.set(Optional.empty());
        jobs.run(Job.of("reading answers", _ -> services.evaluation().recorded(file)))
                .onSuccess(order::add)
                .onFailure(this::fail);
    }

    /// Looks for the pictures of the chosen benchmark in another folder.
    public void choosePictures(Path folder) {
        if (order.materialProperty().get() instanceof MaterialState.Ready(var found)
                && found.material() instanceof Material.Questions(Path source, _)) {
            read(new Material.Questions(source, Optional.of(folder)));
        }
    }

    private void read(Material material) {
        if (state.get().isActive()) {
            return;
        }
        cancelReading();
        problem.set(Optional.empty());
        order.become(new MaterialState.Reading(material, NOTHING_YET));
        var handle =
                jobs.run(
                        Job.of(
                                "reading a benchmark",
                                job -> services.evaluation().examine(material, job)));
        reading = Optional.of(handle);
        handle.onProgress(progress ->
                        ifReading(
                                material,
                                () -> order.become(new MaterialState.Reading(material, progress))))
                .onSuccess(found ->
                        ifReading(material, () -> order.become(new MaterialState.Ready(found))))
                .onFailure(failure ->
                        ifReading(
                                material,
                                () -> {
                                    order.forgetMaterial();
                                    fail(failure);
                                }));
    }

    private void ifReading(Material material, Runnable act) {
        if (order.materialProperty().get() instanceof MaterialState.Reading(var now, _)
                && now.equals(material)) {
            act.run();
        }
    }

    /// Gives up what is being read.
    public void cancelReading() {
        reading.ifPresent(JobHandle::cancel);
        reading = Optional.empty();
        if (order.materialProperty().get() instanceof MaterialState.Reading) {
            order.forgetMaterial();
        }
    }

    /// Forgets what was chosen to be asked about.
    public void forget() {
        cancelReading();
        order.forgetMaterial();
    }

    /// Begins the evaluation that was put together.
    public void start() {
        if (state.get().isActive() || order.missing().isPresent()) {
            return;
        }
        problem.set(Optional.empty());
        var wanted = order.order();
        jobs.run(Job.of("beginning an evaluation", _ -> services.evaluation().begin(wanted)))
                .onSuccess(begun -> {
                    listEarlier();
                    proceed(begun);
                })
                .onFailure(this::fail);
    }

    /// Goes on with an evaluation, or shows one that is finished.
    public void proceed(EvaluationFolder evaluation) {
        if (state.get().isActive()) {
            return;
        }
        problem.set(Optional.empty());
        saved.set(Optional.empty());
        state.set(
                new EvaluateState.Running(
                        evaluation, new Doing.Preparing(NOTHING_YET), Optional.empty()));
        var pace = new Pace(clock);
        var heard = jobs.onWindow((Doing doing) -> heard(doing, pace));
        var handle =
                jobs.run(
                        Job.of(
                                "evaluating",
                                job ->
                                        services.evaluation()
                                                .run(evaluation, new Watcher(heard), job)));
        run = Optional.of(handle);
        handle.onProgress(progress -> prepared(progress, pace))
                .onSuccess(outcome -> ended(evaluation, outcome))
                .onFailure(failure -> {
                    state.set(new EvaluateState.Failed(evaluation, failure));
                    listEarlier();
                });
    }

    /// Tells the window what the thread that evaluates hears.
    private record Watcher(Consumer<Doing> window) implements EvaluationService.Watch {
        @Override
        public void training(AblationArm arm, long step, long steps) {
            window.accept(new Doing.Training(arm, step, steps));
        }

        @Override
        public void heard(Phase phase, long done, long total) {
            window.accept(new Doing.Asking(phase, done, total));
        }
    }

    /// Of opening models, which comes between what is heard otherwise.
    private void prepared(JobProgress progress, Pace pace) {
        boolean asking =
                state.get() instanceof EvaluateState.Running(_, Doing.Asking _, _)
                        && progress.stage() != Stage.COMPILING_MODEL;
        if (!asking) {
            heard(new Doing.Preparing(progress), pace);
        }
    }

    private void heard(Doing doing, Pace pace) {
        switch (state.get()) {
            case EvaluateState.Running(var evaluation, _, _) ->
                    state.set(new EvaluateState.Running(evaluation, doing, left(doing, pace)));
            case EvaluateState.Pausing(var evaluation, _) ->
                    state.set(new EvaluateState.Pausing(evaluation, doing));
            case EvaluateState.Choosing _,
                    EvaluateState.Paused _,
                    EvaluateState.Finished _,
                    EvaluateState.Failed _ -> {}
        }
    }

    private static Optional<Duration> left(Doing doing, Pace pace) {
        return switch (doing) {
            case Doing.Preparing _ -> Optional.empty();
            case Doing.Training(var arm, long step, long steps) -> pace.left(arm, step, steps);
            case Doing.Asking(_, long done, long total) ->
                    pace.left(Doing.Asking.class, done, total);
        };
    }

    private void ended(EvaluationFolder evaluation, Optional<Outcome> outcome) {
        listEarlier();
        if (outcome.isPresent()) {
            state.set(new EvaluateState.Finished(outcome.get()));
            return;
        }
        var last =
                switch (state.get()) {
                    case EvaluateState.Running(_, var doing, _) -> doing;
                    case EvaluateState.Pausing(_, var doing) -> doing;
                    case EvaluateState.Choosing _,
                            EvaluateState.Paused _,
                            EvaluateState.Finished _,
                            EvaluateState.Failed _ ->
                            new Doing.Preparing(NOTHING_YET);
                };
        state.set(new EvaluateState.Paused(evaluation, last));
    }

    /// Stops after what is under way; [#proceed] goes on.
    public void pause() {
        if (state.get() instanceof EvaluateState.Running(var evaluation, var doing, _)) {
            state.set(new EvaluateState.Pausing(evaluation, doing));
            run.ifPresent(JobHandle::cancel);
        }
    }

    /// Shows the form for another evaluation.
    public void startOver() {
        if (!state.get().isActive()) {
            state.set(new EvaluateState.Choosing());
            saved.set(Optional.empty());
            refresh();
        }
    }

    /// Deletes an evaluation with all answers.
    public void remove(EvaluationFolder evaluation) {
        boolean shown =
                state.get()
                        .shown()
                        .filter(now -> now.folder().equals(evaluation.folder()))
                        .isPresent();
        if (shown && state.get().isActive()) {
            return;
        }
        if (shown) {
            state.set(new EvaluateState.Choosing());
        }
        jobs.run(
                        Job.of(
                                "removing an evaluation",
                                _ -> {
                                    services.evaluation().remove(evaluation);
                                    return evaluation;
                                }))
                .onSuccess(_ -> listEarlier())
                .onFailure(this::fail);
    }

    /// Saves the report that is shown.
    public void save(Report report, ReportFiles.Format format, Path file) {
        saved.set(Optional.empty());
        jobs.run(Job.of("saving a report", _ -> services.evaluation().save(report, format, file)))
                .onSuccess(written -> saved.set(Optional.of(written)))
                .onFailure(this::fail);
    }

    /// The person has read what went wrong.
    public void dismiss() {
        problem.set(Optional.empty());
    }

    private void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }
}
