package dev.nunchi.app.ui.support;

import dev.nunchi.app.diagnostics.Diagnostics;
import dev.nunchi.app.diagnostics.DiagnosticsBundle;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.nio.file.Path;
import java.util.Optional;

/// The diagnostics: gathered, read by the person, then saved where they say; never sent.
public final class DiagnosticsViewModel {
    private final Diagnostics diagnostics;
    private final JobRunner jobs;
    private final ReadOnlyObjectWrapper<Optional<DiagnosticsBundle>> bundle =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Path>> saved =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    DiagnosticsViewModel(Diagnostics diagnostics, JobRunner jobs) {
        this.diagnostics = diagnostics;
        this.jobs = jobs;
    }

    /// Exactly what is going to be saved; empty while it is gathered.
    public ReadOnlyObjectProperty<Optional<DiagnosticsBundle>> bundleProperty() {
        return bundle.getReadOnlyProperty();
    }

    /// Where it was saved.
    public ReadOnlyObjectProperty<Optional<Path>> savedProperty() {
        return saved.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Gathers everything anew.
    public void collect() {
        bundle.set(Optional.empty());
        saved.set(Optional.empty());
        problem.set(Optional.empty());
        jobs.run(Job.of("gathering diagnostics", _ -> diagnostics.collect()))
                .onSuccess(found -> bundle.set(Optional.of(found)))
                .onFailure(this::fail);
    }

    /// Saves what was shown.
    public void save(Path file) {
        bundle.get()
                .ifPresent(shown ->
                        jobs.run(
                                        Job.of(
                                                "saving diagnostics",
                                                _ -> {
                                                    shown.write(file);
                                                    return file;
                                                }))
                                .onSuccess(written -> {
                                    problem.set(Optional.empty());
                                    saved.set(Optional.of(written));
                                })
                                .onFailure(this::fail));
    }

    private void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }
}
