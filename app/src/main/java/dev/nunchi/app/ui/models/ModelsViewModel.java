package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.device.MachineMemory;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

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

    private final ModelService models;
    private final ActiveModel active;
    private final JobRunner jobs;
    private final Fits fits;
    private final Checkups checkups;
    private final ObservableList<ModelCard> cards = FXCollections.observableArrayList();
    private final ObservableList<ModelCard> shownCards =
            FXCollections.unmodifiableObservableList(cards);
    private final ReadOnlyObjectWrapper<Import> importing =
            new ReadOnlyObjectWrapper<>(new Import.Idle());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper none = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<FitQuestion>> question =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<OptionalLong> givenBack =
            new ReadOnlyObjectWrapper<>(OptionalLong.empty());
    private final ReadOnlyObjectWrapper<List<DeviceStatus>> devices =
            new ReadOnlyObjectWrapper<>(List.of());
    private List<InstalledModel> installed = List.of();
    private Map<InstalledModel, ImportPreview> previews = Map.of();
    private Optional<JobHandle<?>> running = Optional.empty();

    /// @param memory that this computer has at the moment
    public ModelsViewModel(
            ModelService models,
            ActiveModel active,
            JobRunner jobs,
            Supplier<MachineMemory> memory) {
        this.models = models;
        this.active = active;
        this.jobs = jobs;
        fits = new Fits(models, memory);
        checkups = new Checkups(models, jobs);
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

    /// What is asked before a model that does not fit is opened.
    public ReadOnlyObjectProperty<Optional<FitQuestion>> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /// Bytes that closing a model has given back; empty when the person has seen it.
    public ReadOnlyObjectProperty<OptionalLong> givenBackProperty() {
        return givenBack.getReadOnlyProperty();
    }

    /// Where models can run on this computer, and why not elsewhere; empty until it is known.
    public ReadOnlyObjectProperty<List<DeviceStatus>> devicesProperty() {
        return devices.getReadOnlyProperty();
    }

    /// The device that the open model really runs on.
    public ObservableValue<Optional<ModelInfo>> openProperty() {
        return active.status()
                .map(status ->
                        status instanceof ActiveModel.Status.Open(ModelInfo info)
                                ? Optional.of(info)
                                : Optional.empty());
    }

    /// What is tried out with the open model.
    public Checkups checkups() {
        return checkups;
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
                    readPreviews();
                })
                .onFailure(this::fail);
    }

    private void readPreviews() {
        var listed = installed;
        jobs.run(Job.of("reading what models need", _ -> models.previews(listed)))
                .onSuccess(read -> {
                    previews = read;
                    showCards();
                });
        if (devices.get().isEmpty()) {
            jobs.run(Job.of("looking for devices", _ -> models.devices())).onSuccess(devices::set);
        }
    }

    /// Opens a model for answering if it fits the memory, and asks if it does not; the one before
    /// it is closed.
    public void use(InstalledModel model) {
        problem.set(Optional.empty());
        question.set(Optional.empty());
        jobs.run(Job.of("looking at a model", _ -> models.previews(List.of(model))))
                .onSuccess(read -> {
                    var asked =
                            Optional.ofNullable(read.get(model))
                                    .flatMap(preview ->
                                            fits.question(model, preview, freeForOthers()));
                    question.set(asked);
                    if (asked.isEmpty()) {
                        active.open(model);
                    }
                })
                .onFailure(this::fail);
    }

    private MachineMemory freeForOthers() {
        return fits.withoutOpen(previews, active.status().getValue());
    }

    /// Opens the model that was asked about as it is.
    public void useAnyway() {
        var asked = question.get();
        question.set(Optional.empty());
        asked.ifPresent(about -> active.open(about.model()));
    }

    /// Opens the model that was asked about with the part of its context that fits.
    public void useShorter() {
        var asked = question.get();
        question.set(Optional.empty());
        asked.ifPresent(about ->
                about.shorter().ifPresent(fit -> active.open(about.model(), fit.context())));
    }

    /// Makes a smaller model of the one that was asked about.
    public void makeSmaller() {
        var asked = question.get();
        question.set(Optional.empty());
        asked.ifPresent(about -> importSmaller(about.model().folder()));
    }

    /// Closes the open model and tells what that gave back.
    public void unload() {
        problem.set(Optional.empty());
        active.unload(bytes -> {
            givenBack.set(OptionalLong.of(bytes));
            showCards();
        });
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
        var machine = freeForOthers();
        var asItIs = fits.asItIs(preview, machine);
        var smaller = fits.smaller(preview, machine);
        if (asItIs.verdict() == MemoryFit.Verdict.GOOD || smaller.isEmpty()) {
            importFrom(source);
        } else {
            importing.set(new Import.Offered(source, asItIs, smaller.get()));
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
                    var fit = bothFit(model, preview);
                    if (fit.verdict() == MemoryFit.Verdict.TOO_LARGE) {
                        importing.set(new Import.NotMeasurable(model.name(), fit));
                    } else {
                        startMeasuring(model, original);
                    }
                })
                .onFailure(this::fail);
    }

    /// The open model stays open besides.
    private MemoryFit bothFit(InstalledModel model, ImportPreview original) {
        var machine = fits.memory().get();
        var fit = fits.asItIs(original, machine);
        return Optional.ofNullable(previews.get(model))
                .map(packed -> fit.with(fits.asItIs(packed, machine)))
                .orElse(fit);
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
        question.set(Optional.empty());
        givenBack.set(OptionalLong.empty());
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
                Optional.ofNullable(previews.get(model))
                        .map(preview -> fits.asItIs(preview, freeForOthers())));
    }
}
