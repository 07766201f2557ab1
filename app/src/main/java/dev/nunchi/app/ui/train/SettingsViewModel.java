package dev.nunchi.app.ui.train;

import dev.nunchi.app.service.RunDefaults;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.task.Debouncer;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.train.EstimateState.Known.Verdict;
import dev.nunchi.app.ui.train.SettingsFields.Learning;
import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.finetune.TrainingStage;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a run is to learn, and what that will take.
public final class SettingsViewModel {
    private static final Duration QUIET = Duration.ofMillis(600);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{N} ._-]+");
    private static final int NAME_LENGTH = 40;

    private final TrainingService training;
    private final DataViewModel data;
    private final JobRunner jobs;
    private final Debouncer soon;
    private final SettingsFields fields = new SettingsFields();
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<TrainingStage> stage =
            new ReadOnlyObjectWrapper<>(TrainingStage.END_TO_END);
    private final ReadOnlyObjectWrapper<Optional<RunRequest>> request =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<EstimateState> estimate =
            new ReadOnlyObjectWrapper<>(new EstimateState.Unknown());
    private final ReadOnlyObjectWrapper<Optional<Boolean>> canLearnWhole =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<JobHandle<?>> estimating = Optional.empty();
    private String presetName = "";
    private boolean looking;

    SettingsViewModel(TrainingService training, DataViewModel data, JobRunner jobs) {
        this.training = training;
        this.data = data;
        this.jobs = jobs;
        this.soon = jobs.debouncer(QUIET);
        data.stateProperty().subscribe(_ -> dataChanged());
        data.modelProperty().subscribe(_ -> modelChanged());
        fields.numbers().forEach(field -> field.textProperty().subscribe(_ -> update()));
        fields.projector.subscribe(_ -> update());
        fields.layers.subscribe(_ -> update());
        fields.learning.subscribe(_ -> learningChanged());
        fields.form.subscribe(_ -> formChanged());
        name.subscribe(_ -> update());
    }

    public SettingsFields fields() {
        return fields;
    }

    /// The run's name, and that of what it makes.
    public StringProperty nameProperty() {
        return name;
    }

    public ObservableValue<Boolean> nameValidProperty() {
        return name.map(now -> NAME.matcher(now.strip()).matches());
    }

    public ReadOnlyObjectProperty<TrainingStage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /// What would be asked of a run; empty while something is missing or not as it may be.
    public ReadOnlyObjectProperty<Optional<RunRequest>> requestProperty() {
        return request.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<EstimateState> estimateProperty() {
        return estimate.getReadOnlyProperty();
    }

    public void choose(TrainingStage other) {
        if (stage.get() != other) {
            stage.set(other);
            fields.preset(defaults());
            formChanged();
        }
    }

    /// What the run would take, if that is known to be more than there is.
    Optional<RunEstimate> misfit() {
        return estimate.get() instanceof EstimateState.Known known
                        && known.verdict() == Verdict.TOO_LARGE
                ? Optional.of(known.estimate())
                : Optional.empty();
    }

    /// Takes as many rows at once as fit into the memory, if any do.
    void shrink() {
        misfit().map(RunEstimate::batchThatFits).filter(rows -> rows > 0).ifPresent(fields::shrink);
    }

    /// Whether the chosen model can learn with all its weights; empty until that is known.
    public ReadOnlyObjectProperty<Optional<Boolean>> canLearnWholeProperty() {
        return canLearnWhole.getReadOnlyProperty();
    }

    /// Takes back what was typed.
    public void restoreDefaults() {
        fields.reset();
        fields.preset(defaults());
    }

    private RunSettings defaults() {
        long rows = data.stateProperty().get() instanceof DataState.Ready ready ? ready.rows() : 0;
        boolean whole =
                stage.get() == TrainingStage.END_TO_END && fields.learning.get() == Learning.WHOLE;
        return whole ? RunDefaults.ofWholeModel(rows) : RunDefaults.of(stage.get(), rows);
    }

    private void learningChanged() {
        fields.preset(defaults());
        update();
    }

    private void modelChanged() {
        canLearnWhole.set(Optional.empty());
        askWhetherWhole();
        update();
    }

    /// Opens the model's files, so it is done only while somebody looks.
    private void askWhetherWhole() {
        var model = data.modelProperty().get();
        if (!looking || model.isEmpty() || canLearnWhole.get().isPresent()) {
            return;
        }
        jobs.run(
                        Job.of(
                                "asking what of a model can learn",
                                _ -> training.canLearnWhole(model.get())))
                .onSuccess(can -> {
                    if (data.modelProperty().get().equals(model)) {
                        canLearnWhole.set(Optional.of(can));
                        if (!can) {
                            fields.learning.set(Learning.UPDATE);
                        }
                    }
                });
    }

    private void dataChanged() {
        fields.preset(defaults());
        if (data.stateProperty().get() instanceof DataState.Ready(Path source, _)) {
            boolean untouched = name.get().equals(presetName);
            presetName = nameFrom(source);
            if (untouched) {
                name.set(presetName);
            }
        }
        update();
    }

    private static String nameFrom(Path source) {
        String file = String.valueOf(source.getFileName());
        int dot = file.lastIndexOf('.');
        String plain =
                NOT_IN_NAMES.matcher(dot > 0 ? file.substring(0, dot) : file).replaceAll("-");
        String cut = plain.substring(0, Math.min(NAME_LENGTH, plain.length())).strip();
        return NAME.matcher(cut).matches() ? cut : "run";
    }

    private void formChanged() {
        data.layOut(stage.get() == TrainingStage.ALIGNMENT ? fields.form.get() : SampleForm.CHAT);
        update();
    }

    private void update() {
        var now = asked();
        if (!now.equals(request.get())) {
            request.set(now);
            estimate.set(new EstimateState.Unknown());
            estimateSoon();
        }
    }

    /// Begins to find out what a run takes, now and after each change: that costs the machine some
    /// steps, so it is done only while somebody looks.
    void look() {
        looking = true;
        askWhetherWhole();
        estimateSoon();
    }

    /// Gives up what is being found out, so that a run has the machine to itself.
    void lookAway() {
        looking = false;
        estimating.ifPresent(JobHandle::cancel);
        estimating = Optional.empty();
        if (estimate.get() instanceof EstimateState.Working) {
            estimate.set(new EstimateState.Unknown());
        }
    }

    private void estimateSoon() {
        if (looking
                && request.get().isPresent()
                && estimate.get() instanceof EstimateState.Unknown) {
            estimate.set(new EstimateState.Working());
            soon.submit(this::estimate);
        }
    }

    private Optional<RunRequest> asked() {
        if (!data.isComplete()
                || !(data.stateProperty().get() instanceof DataState.Ready ready)
                || !NAME.matcher(name.get().strip()).matches()) {
            return Optional.empty();
        }
        return fields.settings(stage.get())
                .map(settings ->
                        new RunRequest(
                                name.get().strip(),
                                data.modelProperty().get().orElseThrow().name(),
                                ready.source(),
                                Optional.empty(),
                                Optional.empty(),
                                settings));
    }

    private void estimate() {
        estimating.ifPresent(JobHandle::cancel);
        var asked = request.get();
        var model = data.modelProperty().get();
        if (!looking || asked.isEmpty() || model.isEmpty()) {
            return;
        }
        var handle =
                jobs.run(
                        Job.of(
                                "estimating a run",
                                job ->
                                        training.estimate(
                                                model.get(), asked.get(), job, job.cancel())));
        estimating = Optional.of(handle);
        handle.onSuccess(found ->
                        found.ifPresent(known -> ifStill(asked, new EstimateState.Known(known))))
                .onFailure(problem -> ifStill(asked, new EstimateState.Failed(problem)));
    }

    private void ifStill(Optional<RunRequest> asked, EstimateState found) {
        if (request.get().equals(asked)) {
            estimate.set(found);
        }
    }
}
