package dev.nunchi.app.judge;

import dev.nunchi.app.service.TrainingService;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSettings.Schedule;
import dev.nunchi.engine.finetune.RunSummary;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Trains the models of an ablation, one after another, all with the same settings and from the
/// same start.
///
/// Goes on where it was: an arm whose run is complete is not trained again, one whose run was ended
/// is resumed from its last snapshot. What tells runs apart is their name, which is the template's
/// with the arm's.
public final class Ablation {
    private final TrainingService training;
    private final AdapterLibrary adapters;
    private final InstalledModel model;
    private final RunRequest template;

    /// @param training keeps adapters in `adapters`
    /// @param template what all runs share; its name is their names' beginning, and has to be
    ///   another for another ablation
    public Ablation(
            TrainingService training,
            AdapterLibrary adapters,
            InstalledModel model,
            RunRequest template) {
        if (template.settings().makesModel()) {
            throw new IllegalArgumentException("an ablation trains adapters");
        }
        this.training = training;
        this.adapters = adapters;
        this.model = model;
        this.template = template;
    }

    /// A model of the ablation.
    ///
    /// @param rows how many it learnt from in one pass
    /// @param adapter its folder; empty for the arm that learns nothing
    public record Trained(AblationArm arm, long rows, Optional<Path> adapter) {}

    /// Hears of the arms' runs.
    @FunctionalInterface
    public interface Listeners {
        /// @param arm [AblationArm#NONE] while the data are read
        RunListener of(AblationArm arm);
    }

    /// Trains all arms that the data have rows for.
    ///
    /// @return in the order of the arms; empty when cancelled
    /// @throws TrainingException if the data have no row of instructions
    public Optional<List<Trained>> train(
            Listeners listeners, RunControl control, CancelToken cancel) throws EngineException {
        var data = training.readData(template.data(), listeners.of(AblationArm.NONE), cancel);
        if (cancel.isCancelled()) {
            return Optional.empty();
        }
        var rows = rows(data.samples());
        var trained = new ArrayList<Trained>();
        trained.add(new Trained(AblationArm.NONE, 0, Optional.empty()));
        for (var arm : AblationArm.values()) {
            var request = request(arm, rows);
            if (request.isPresent()) {
                var adapter = adapter(request.get(), listeners.of(arm), control);
                if (adapter.isEmpty()) {
                    return Optional.empty();
                }
                trained.add(new Trained(arm, Math.round(arm.rows(rows)), adapter));
            }
        }
        if (trained.size() == 1) {
            throw new TrainingException(
                    template.name(), TrainingException.Reason.NO_SAMPLES, "no instructions");
        }
        return Optional.of(trained);
    }

    private static Map<SampleType, Long> rows(List<Sample> samples) {
        return samples.stream()
                .collect(
                        Collectors.groupingBy(
                                Sample::type,
                                () -> new EnumMap<>(SampleType.class),
                                Collectors.counting()));
    }

    /// One pass over the arm's rows is as many epochs as the settings have; a number of steps, if
    /// they have one, is every arm's.
    private Optional<RunRequest> request(AblationArm arm, Map<SampleType, Long> rows) {
        var settings = template.settings();
        var schedule = settings.schedule();
        var scaled =
                new Schedule(
                        schedule.epochs() * arm.pass(rows),
                        schedule.steps(),
                        schedule.warmup(),
                        schedule.snapshotEvery());
        return arm.mix(rows)
                .map(mix ->
                        new RunRequest(
                                template.name() + "-" + arm.word(),
                                template.model(),
                                template.data(),
                                Optional.of(mix),
                                template.from(),
                                settings.withSchedule(scaled),
                                template.base()));
    }

    /// @return the adapter's folder; empty when cancelled
    private Optional<Path> adapter(RunRequest request, RunListener listener, RunControl control)
            throws EngineException {
        var earlier =
                training.runs().stream().filter(run -> run.request().equals(request)).findFirst();
        var made = earlier.flatMap(RunSummary::made);
        if (made.isPresent()) {
            var kept = adapters.find(made.get());
            if (kept.isPresent()) {
                return Optional.of(kept.get().folder());
            }
        }
        var resumable = earlier.filter(RunSummary::canResume);
        var result =
                resumable.isPresent()
                        ? training.resume(model, resumable.get().folder(), listener, control)
                        : training.start(model, request, listener, control);
        return adapter(request, result);
    }

    private static Optional<Path> adapter(RunRequest request, RunResult result)
            throws StorageException {
        if (result.end() == RunEnd.CANCELLED) {
            return Optional.empty();
        }
        if (result.adapter().isEmpty()) {
            throw new StorageException(
                    Path.of(request.name()), StorageException.Reason.NOT_FOUND, "no adapter");
        }
        return result.adapter();
    }
}
