package dev.nunchi.app.ui.generate;

import dev.nunchi.app.curate.Verdict;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.GenerationService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.TeacherChoice;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.teach.GenerationState;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.ui.picture.Thumbnails;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The page that makes rows: from a source to a file for the curation queue.
public final class GenerateViewModel {
    private static final int PREVIEWED = 3;

    /// What the page asks.
    ///
    /// @param settings for the servers that were agreed to
    public record Services(
            GenerationService generation,
            ModelService models,
            PictureService pictures,
            Supplier<Settings> settings) {}

    private final Services services;
    private final JobRunner jobs;
    private final InstantSource clock;
    private final OrderViewModel order;
    private final SeedsViewModel seeds;
    private final Thumbnails thumbnails;
    private final ReadOnlyObjectWrapper<SourceState> source =
            new ReadOnlyObjectWrapper<>(new SourceState.None());
    private final ReadOnlyObjectWrapper<MakingState> making =
            new ReadOnlyObjectWrapper<>(new MakingState.Idle());
    private final ObservableList<Verdict> preview = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper previewing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper inDoubt = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<JobHandle<?>> reading = Optional.empty();
    private Optional<JobHandle<?>> run = Optional.empty();
    private Instant begun = Instant.EPOCH;
    private Consumer<Path> onRows = _ -> {};

    /// @param language that rows are written in to begin with
    public GenerateViewModel(
            Services services, JobRunner jobs, InstantSource clock, TeachingLanguage language) {
        this.services = services;
        this.thumbnails = new Thumbnails(services.pictures(), jobs);
        this.jobs = jobs;
        this.clock = clock;
        order = new OrderViewModel(language);
        seeds = new SeedsViewModel(services.generation(), jobs, language, this::fail);
    }

    public OrderViewModel order() {
        return order;
    }

    public SeedsViewModel seeds() {
        return seeds;
    }

    public ReadOnlyObjectProperty<SourceState> sourceProperty() {
        return source.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<MakingState> makingProperty() {
        return making.getReadOnlyProperty();
    }

    /// Rows to look at before all are written.
    public ObservableList<Verdict> preview() {
        return preview;
    }

    public ReadOnlyBooleanProperty previewingProperty() {
        return previewing.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// @param listener takes the file of rows that the person wants to review
    public void onRows(Consumer<Path> listener) {
        onRows = listener;
    }

    /// Looks for teachers again.
    public void refresh() {
        jobs.run(Job.of("listing teachers", _ -> services.models().list()))
                .onSuccess(models -> order.offer(models, servers()))
                .onFailure(this::fail);
    }

    private List<TeacherChoice> servers() {
        return services.settings().get().endpoints().stream()
                .filter(endpoint -> endpoint.consent() == Endpoint.Consent.GIVEN)
                .<TeacherChoice>map(TeacherChoice.Server::new)
                .toList();
    }

    /// Reads a file or folder; one that is being read is given up.
    public void choose(Path chosen) {
        if (making.get().isActive()) {
            return;
        }
        cancelReading();
        problem.set(Optional.empty());
        preview.clear();
        making.set(new MakingState.Idle());
        source.set(new SourceState.Reading(chosen, new JobProgress(Stage.READING_DATA, 0, 0)));
        var handle =
                jobs.run(
                        Job.of("reading pictures", job -> services.generation().read(chosen, job)));
        reading = Optional.of(handle);
        handle.onProgress(progress ->
                        ifReading(
                                chosen,
                                () -> source.set(new SourceState.Reading(chosen, progress))))
                .onSuccess(scenes ->
                        ifReading(
                                chosen,
                                () -> {
                                    order.sourceChosen(chosen);
                                    source.set(new SourceState.Ready(chosen, scenes));
                                    seeds.offer(scenes.scenes());
                                }))
                .onFailure(failure ->
                        ifReading(
                                chosen,
                                () -> {
                                    source.set(new SourceState.None());
                                    fail(failure);
                                }));
    }

    private void ifReading(Path chosen, Runnable act) {
        if (source.get() instanceof SourceState.Reading(Path now, _) && now.equals(chosen)) {
            act.run();
        }
    }

    /// Gives up what is being read.
    public void cancelReading() {
        reading.ifPresent(JobHandle::cancel);
        reading = Optional.empty();
        if (source.get() instanceof SourceState.Reading) {
            source.set(new SourceState.None());
        }
    }

    /// Has the first rows written, to look at.
    public void showPreview() {
        if (previewing.get() || !(ready() instanceof SourceState.Ready now)) {
            return;
        }
        problem.set(Optional.empty());
        previewing.set(true);
        var wanted = order.order(now);
        jobs.run(
                        Job.of(
                                "previewing rows",
                                job -> services.generation().preview(wanted, PREVIEWED, job)))
                .onSuccess(rows -> {
                    previewing.set(false);
                    preview.setAll(rows);
                })
                .onFailure(failure -> {
                    previewing.set(false);
                    fail(failure);
                });
    }

    private SourceState ready() {
        return order.missing(source.get()).isEmpty() ? source.get() : new SourceState.None();
    }

    /// Writes all rows, or goes on with them.
    public void start() {
        if (making.get().isActive() || !(ready() instanceof SourceState.Ready now)) {
            return;
        }
        problem.set(Optional.empty());
        making.set(new MakingState.Preparing());
        var wanted = order.order(now);
        begun = clock.instant();
        var reports = new SpacedReports(clock, jobs.onWindow(this::heard));
        Consumer<Long> doubts = jobs.onWindow(inDoubt::set);
        var handle =
                jobs.run(
                        Job.of(
                                "making rows",
                                job -> {
                                    doubts.accept(services.generation().inDoubt(wanted));
                                    return services.generation().run(wanted, reports, job);
                                }));
        run = Optional.of(handle);
        handle.onSuccess(state -> ended(state, wanted.plan().out()))
                .onFailure(failure -> making.set(new MakingState.Failed(failure)));
    }

    private void heard(GenerationState state) {
        switch (making.get()) {
            case MakingState.Preparing _, MakingState.Running _ ->
                    making.set(new MakingState.Running(state, left(state)));
            case MakingState.Pausing _ -> making.set(new MakingState.Pausing(Optional.of(state)));
            case MakingState.Idle _,
                    MakingState.Paused _,
                    MakingState.Ended _,
                    MakingState.Failed _ -> {}
        }
    }

    private Optional<Duration> left(GenerationState state) {
        if (state.worked() == 0) {
            return Optional.empty();
        }
        var each = Duration.between(begun, clock.instant()).dividedBy(state.worked());
        return Optional.of(each.multipliedBy(state.total() - state.done()));
    }

    private void ended(GenerationState state, Path out) {
        boolean paused = making.get() instanceof MakingState.Pausing && !state.isWhole();
        making.set(paused ? new MakingState.Paused(state) : new MakingState.Ended(state, out));
    }

    /// How many requests of earlier runs may have been paid for without an answer.
    public ReadOnlyLongProperty inDoubtProperty() {
        return inDoubt.getReadOnlyProperty();
    }

    Thumbnails thumbnails() {
        return thumbnails;
    }

    /// Stops after what is under way; [#start] goes on.
    public void pause() {
        if (making.get() instanceof MakingState.Running(GenerationState now, _)) {
            making.set(new MakingState.Pausing(Optional.of(now)));
            run.ifPresent(JobHandle::cancel);
        } else if (making.get() instanceof MakingState.Preparing) {
            making.set(new MakingState.Pausing(Optional.empty()));
            run.ifPresent(JobHandle::cancel);
        }
    }

    /// Hands the rows over to be reviewed.
    public void review() {
        if (making.get() instanceof MakingState.Ended(GenerationState _, Path out)) {
            onRows.accept(out);
        }
    }

    /// The person has read what went wrong.
    public void dismiss() {
        problem.set(Optional.empty());
    }

    private void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }
}
