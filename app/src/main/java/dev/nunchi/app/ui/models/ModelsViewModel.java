package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The installed models, and the import or measurement that runs.
///
/// Which model is open is the conversation's business: it is watched and asked through the
/// [ActiveModel] that is given.
public final class ModelsViewModel {
    /// An import or a measurement, from its start until the person has seen how it ended.
    public sealed interface Import {
        /// None runs and none has ended lately.
        record Idle() implements Import {}

        /// A model that was dropped does not fit well as it is: the person is to choose.
        ///
        /// @param asItIs what it would need
        /// @param smaller what it would need in 4 bits
        record Offered(Path source, MemoryFit asItIs, MemoryFit smaller) implements Import {
            public String name() {
                return String.valueOf(source.getFileName());
            }
        }

        record Running(String name, JobProgress progress) implements Import {}

        record Measuring(String name, JobProgress progress) implements Import {}

        record Done(String name) implements Import {}

        record Measured(String name) implements Import {}

        /// The memory does not take the model and its original at once.
        record NotMeasurable(String name, MemoryFit fit) implements Import {}

        record Cancelled(String name) implements Import {}
    }

    /// Packing that saves less than a fifth of the memory is not offered.
    private static final double WORTH_WHILE = 0.8;

    private final ModelService models;
    private final ActiveModel active;
    private final JobRunner jobs;
    private final long memoryBytes;
    private final ObservableList<ModelCard> cards = FXCollections.observableArrayList();
    private final ObservableList<ModelCard> shownCards =
            FXCollections.unmodifiableObservableList(cards);
    private final ReadOnlyObjectWrapper<Import> importing =
            new ReadOnlyObjectWrapper<>(new Import.Idle());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper none = new ReadOnlyBooleanWrapper();
    private List<InstalledModel> installed = List.of();
    private Optional<JobHandle<?>> running = Optional.empty();

    /// @param memoryBytes memory of this computer
    public ModelsViewModel(
            ModelService models, ActiveModel active, JobRunner jobs, long memoryBytes) {
        this.models = models;
        this.active = active;
        this.jobs = jobs;
        this.memoryBytes = memoryBytes;
        active.status().subscribe(_ -> showCards());
    }

    public ObservableList<ModelCard> cards() {
        return shownCards;
    }

    /// Whether it is known that there is no model at all.
    public ReadOnlyBooleanProperty noneProperty() {
        return none.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Import> importProperty() {
        return importing.getReadOnlyProperty();
    }

    /// The last thing that went wrong here.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Whether an import or a measurement runs.
    public ObservableValue<Boolean> busyProperty() {
        return importing.map(ModelsViewModel::isRunning);
    }

    private static boolean isRunning(Import now) {
        return now instanceof Import.Running || now instanceof Import.Measuring;
    }

    /// Reads the list again.
    public void refresh() {
        jobs.run(Job.of("listing models", _ -> models.list()))
                .onSuccess(found -> {
                    installed = found;
                    none.set(found.isEmpty());
                    showCards();
                })
                .onFailure(this::fail);
    }

    /// Opens a model for answering; the one before it is closed.
    public void use(InstalledModel model) {
        problem.set(Optional.empty());
        active.open(model);
    }

    /// Checks and copies a model folder or GGUF file. One import at a time; a second one waits for
    /// the person to ask again.
    public void importFrom(Path source) {
        importModel(ImportRequest.asItIs(source));
    }

    /// Checks a model folder and packs its weights to 4 bits; otherwise as [#importFrom(Path)].
    public void importSmaller(Path source) {
        importModel(ImportRequest.smaller(source));
    }

    /// A model was dropped: imports it as it is if it fits well or cannot be made smaller, else
    /// offers both.
    public void drop(Path source) {
        if (isRunning(importing.get())) {
            return;
        }
        problem.set(Optional.empty());
        jobs.run(Job.of("looking at a model", _ -> models.preview(source)))
                .onSuccess(preview -> importByFit(source, preview))
                .onFailure(this::fail);
    }

    private void importByFit(Path source, ImportPreview preview) {
        var asItIs = MemoryFit.of(preview.memory(), memoryBytes);
        boolean shrinks = preview.packedMemory() < preview.memory() * WORTH_WHILE;
        if (asItIs.verdict() == MemoryFit.Verdict.GOOD || !shrinks) {
            importFrom(source);
        } else {
            var smaller = MemoryFit.of(preview.packedMemory(), memoryBytes);
            importing.set(new Import.Offered(source, asItIs, smaller));
        }
    }

    /// Compares a packed model with what it was imported from, if the memory takes both.
    public void measure(InstalledModel model, Path original) {
        if (isRunning(importing.get())) {
            return;
        }
        problem.set(Optional.empty());
        jobs.run(Job.of("looking at a model", _ -> models.preview(original)))
                .onSuccess(preview -> {
                    var fit = MemoryFit.of(preview.memory() + model.memory(), memoryBytes);
                    if (fit.verdict() == MemoryFit.Verdict.TOO_LARGE) {
                        importing.set(new Import.NotMeasurable(model.name(), fit));
                    } else {
                        startMeasuring(model, original);
                    }
                })
                .onFailure(this::fail);
    }

    private void startMeasuring(InstalledModel model, Path original) {
        String name = model.name();
        importing.set(new Import.Measuring(name, new JobProgress(Stage.EVALUATING, 0, 0)));
        jobs.run(Job.of("measuring a model", job -> models.measure(model, original, job)))
                .onProgress(progress -> importing.set(new Import.Measuring(name, progress)))
                .onSuccess(_ -> {
                    importing.set(new Import.Measured(name));
                    refresh();
                })
                .onFailure(failure -> {
                    importing.set(new Import.Idle());
                    fail(failure);
                });
    }

    private void importModel(ImportRequest request) {
        if (isRunning(importing.get())) {
            return;
        }
        problem.set(Optional.empty());
        String name = String.valueOf(request.source().getFileName());
        importing.set(new Import.Running(name, new JobProgress(Stage.CHECKING_MODEL, 0, 0)));
        var handle =
                jobs.run(
                        Job.of(
                                "importing a model",
                                job -> models.importFrom(request, job, job.cancel())));
        running = Optional.of(handle);
        handle.onProgress(progress -> importing.set(new Import.Running(name, progress)))
                .onSuccess(imported -> finishImport(name, imported))
                .onFailure(failure -> {
                    importing.set(new Import.Idle());
                    fail(failure);
                });
    }

    /// Asks the running import to stop; it leaves nothing behind.
    public void cancelImport() {
        running.ifPresent(JobHandle::cancel);
    }

    /// The person has seen how the import or the last act ended.
    public void dismiss() {
        problem.set(Optional.empty());
        if (!isRunning(importing.get())) {
            importing.set(new Import.Idle());
        }
    }

    /// Deletes an imported model's files.
    public void remove(InstalledModel model) {
        problem.set(Optional.empty());
        jobs.run(
                        Job.of(
                                "removing a model",
                                _ -> {
                                    models.remove(model);
                                    return model;
                                }))
                .onSuccess(removed -> {
                    active.removed(removed);
                    refresh();
                })
                .onFailure(this::fail);
    }

    private void finishImport(String name, Optional<InstalledModel> imported) {
        importing.set(
                imported.<Import>map(model -> new Import.Done(model.name()))
                        .orElseGet(() -> new Import.Cancelled(name)));
        refresh();
    }

    private void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }

    private void showCards() {
        cards.setAll(installed.stream().map(this::card).toList());
    }

    private ModelCard card(InstalledModel model) {
        var status = active.status().getValue();
        return new ModelCard(
                model,
                status.useOf(model),
                status.contextLengthOf(model),
                MemoryFit.of(model.memory(), memoryBytes));
    }
}
