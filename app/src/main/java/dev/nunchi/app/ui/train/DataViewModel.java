package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PreviewRow;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which model is to learn from which data, what is wrong with the data, and how rows will look to
/// the model.
public final class DataViewModel {
    private final TrainingService training;
    private final ModelService installed;
    private final JobRunner jobs;
    private final ObservableList<InstalledModel> models = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper noModel = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<InstalledModel>> model =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<DataState> state =
            new ReadOnlyObjectWrapper<>(new DataState.None());
    private final ReadOnlyObjectWrapper<Optional<PreviewRow>> preview =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyIntegerWrapper shownRow = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private SampleForm form = SampleForm.CHAT;
    private Optional<JobHandle<?>> reading = Optional.empty();
    private int latestPreview;

    DataViewModel(TrainingService training, ModelService installed, JobRunner jobs) {
        this.training = training;
        this.installed = installed;
        this.jobs = jobs;
    }

    public ObservableList<InstalledModel> models() {
        return models;
    }

    /// Whether it is known that there is no model to train.
    public ReadOnlyBooleanProperty noModelProperty() {
        return noModel.getReadOnlyProperty();
    }

    /// The model that is to learn.
    public ReadOnlyObjectProperty<Optional<InstalledModel>> modelProperty() {
        return model.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<DataState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The row of [#shownRowProperty] as the model reads it; empty while that is being found out.
    public ReadOnlyObjectProperty<Optional<PreviewRow>> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /// From 0.
    public ReadOnlyIntegerProperty shownRowProperty() {
        return shownRow.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Whether there is a model and at least one row to learn from.
    public boolean isComplete() {
        return model.get().isPresent()
                && state.get() instanceof DataState.Ready ready
                && ready.rows() > 0;
    }

    /// Reads the list of models again.
    public void refresh() {
        jobs.run(Job.of("listing models to train", _ -> installed.list()))
                .onSuccess(this::showModels)
                .onFailure(this::fail);
    }

    private void showModels(List<InstalledModel> found) {
        models.setAll(found);
        noModel.set(found.isEmpty());
        if (model.get().filter(found::contains).isEmpty()) {
            model.set(found.stream().findFirst());
            showPreview();
        }
    }

    public void choose(InstalledModel chosen) {
        if (!model.get().equals(Optional.of(chosen))) {
            model.set(Optional.of(chosen));
            showPreview();
        }
    }

    /// Reads and checks a file or folder; one that is being read is given up.
    public void choose(Path source) {
        cancel();
        problem.set(Optional.empty());
        state.set(new DataState.Reading(source, new JobProgress(Stage.READING_DATA, 0, 0)));
        var handle =
                jobs.run(
                        Job.of(
                                "reading data",
                                job -> training.readData(source, job, job.cancel())));
        reading = Optional.of(handle);
        handle.onProgress(progress -> ifReading(source, () -> progress(source, progress)))
                .onSuccess(dataset ->
                        ifReading(source, () -> ready(new DataState.Ready(source, dataset))))
                .onFailure(failure -> ifReading(source, () -> failed(failure)));
    }

    private void ifReading(Path source, Runnable act) {
        if (state.get() instanceof DataState.Reading(Path now, _) && now.equals(source)) {
            act.run();
        }
    }

    private void progress(Path source, JobProgress progress) {
        state.set(new DataState.Reading(source, progress));
    }

    private void ready(DataState.Ready ready) {
        state.set(ready);
        show(0);
    }

    private void failed(Problem failure) {
        state.set(new DataState.None());
        fail(failure);
    }

    /// Gives up what is being read.
    public void cancel() {
        reading.ifPresent(JobHandle::cancel);
        reading = Optional.empty();
        if (state.get() instanceof DataState.Reading) {
            state.set(new DataState.None());
        }
    }

    /// Shows rows laid out for another stage.
    void layOut(SampleForm other) {
        if (form != other) {
            form = other;
            showPreview();
        }
    }

    /// Shows another row.
    ///
    /// @param row from 0; one that is not there is ignored
    public void show(int row) {
        if (state.get() instanceof DataState.Ready ready && row >= 0 && row < ready.rows()) {
            shownRow.set(row);
            showPreview();
        }
    }

    private void showPreview() {
        int mine = ++latestPreview;
        if (!isComplete() || !(state.get() instanceof DataState.Ready ready)) {
            preview.set(Optional.empty());
            return;
        }
        var chosen = model.get().orElseThrow();
        var sample = ready.dataset().samples().get(shownRow.get());
        var layout = form;
        jobs.run(
                        Job.of(
                                "showing a row",
                                _ -> training.preview(chosen, List.of(sample), layout).getFirst()))
                .onSuccess(row -> {
                    if (mine == latestPreview) {
                        preview.set(Optional.of(row));
                    }
                })
                .onFailure(failure -> {
                    if (mine == latestPreview) {
                        preview.set(Optional.empty());
                        fail(failure);
                    }
                });
    }

    /// The person has read what went wrong.
    public void dismiss() {
        problem.set(Optional.empty());
    }

    private void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }
}
