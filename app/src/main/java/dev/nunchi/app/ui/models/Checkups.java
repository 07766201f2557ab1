package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.eval.SpeedTest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What is tried out with the open model, one thing at a time, and what came of it. Used on the FX
/// thread.
public final class Checkups {
    /// What is known of a model.
    public sealed interface Checkup {
        record None() implements Checkup {}

        record Checking(JobProgress progress) implements Checkup {}

        record Timing(JobProgress progress) implements Checkup {}

        record Checked(List<SelfCheck.Finding> findings) implements Checkup {
            public Checked {
                findings = List.copyOf(findings);
            }

            /// Whether nothing speaks against the model.
            public boolean passed() {
                return findings.stream().noneMatch(f -> f.outcome() == SelfCheck.Outcome.FAILED);
            }
        }

        record Timed(SpeedTest.Result result) implements Checkup {}

        record Cancelled() implements Checkup {}

        record Failed(Problem problem) implements Checkup {}

        /// Whether something is being tried out.
        default boolean isRunning() {
            return this instanceof Checking || this instanceof Timing;
        }
    }

    private static final JobProgress BEGINNING = new JobProgress(Stage.EVALUATING, 0, 0);

    private final ModelService models;
    private final JobRunner jobs;
    private final Map<String, ReadOnlyObjectWrapper<Checkup>> checkups = new HashMap<>();
    private Optional<JobHandle<?>> running = Optional.empty();

    Checkups(ModelService models, JobRunner jobs) {
        this.models = models;
        this.jobs = jobs;
    }

    /// What is known of a model; one property a name, as long as the program runs.
    public ReadOnlyObjectProperty<Checkup> of(InstalledModel model) {
        return wrapper(model).getReadOnlyProperty();
    }

    private ReadOnlyObjectWrapper<Checkup> wrapper(InstalledModel model) {
        return checkups.computeIfAbsent(
                model.name(), _ -> new ReadOnlyObjectWrapper<>(new Checkup.None()));
    }

    /// Looks whether the open model works on this computer.
    public void check(InstalledModel model) {
        start(
                model,
                Job.of("checking a model", job -> models.check(model, job, job.cancel())),
                Checkup.Checking::new,
                findings ->
                        findings.isEmpty()
                                ? new Checkup.Cancelled()
                                : new Checkup.Checked(findings));
    }

    /// Measures how quickly the open model answers.
    public void time(InstalledModel model) {
        start(
                model,
                Job.of("timing a model", job -> models.time(model, job, job.cancel())),
                Checkup.Timing::new,
                result ->
                        result.<Checkup>map(Checkup.Timed::new).orElseGet(Checkup.Cancelled::new));
    }

    private <T> void start(
            InstalledModel model,
            Job<T> job,
            Function<JobProgress, Checkup> running,
            Function<T, Checkup> done) {
        if (checkups.values().stream().anyMatch(known -> known.get().isRunning())) {
            return;
        }
        var checkup = wrapper(model);
        checkup.set(running.apply(BEGINNING));
        var handle = jobs.run(job);
        this.running = Optional.of(handle);
        handle.onProgress(progress -> checkup.set(running.apply(progress)))
                .onSuccess(result -> checkup.set(done.apply(result)))
                .onFailure(problem -> checkup.set(new Checkup.Failed(problem)));
    }

    /// Asks what runs to stop.
    public void cancel() {
        running.ifPresent(JobHandle::cancel);
    }
}
