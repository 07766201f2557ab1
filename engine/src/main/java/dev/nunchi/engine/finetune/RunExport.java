package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.ReferenceExport;
import dev.nunchi.engine.data.ReferenceExport.Reporting;
import dev.nunchi.engine.data.ReferenceSettings;
import dev.nunchi.engine.data.ReferenceSettings.Learns;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;

/// Hands a run over to the reference trainer instead of starting it.
public final class RunExport {
    private RunExport() {}

    /// Writes the run's samples and settings as [ReferenceExport] lays them out.
    ///
    /// All samples go along: the reference trainer keeps none for validation.
    ///
    /// @param folder does not exist yet
    /// @return whether it was written; not if it was cancelled
    public static boolean write(
            RunRequest request, Path folder, Progress progress, CancelToken cancel)
            throws EngineException {
        var samples = Datasets.read(request.data(), progress, cancel).samples();
        long seed = request.settings().seed();
        var mixed = request.mix().map(mix -> mix.apply(samples, seed)).orElse(samples);
        return ReferenceExport.write(
                folder, mixed, settings(request.settings()), new Reporting(progress, cancel));
    }

    private static ReferenceSettings settings(RunSettings settings) {
        var batches = settings.batches();
        var schedule = settings.schedule();
        var rates = settings.rates();
        return new ReferenceSettings(
                learns(settings),
                settings.lora(),
                new ReferenceSettings.Length(
                        schedule.epochs(), schedule.steps(), schedule.warmup()),
                new ReferenceSettings.Rates(
                        rates.learningRate(), rates.projectorRate(), rates.weightDecay()),
                batches.size(),
                batches.accumulate(),
                batches.maxLength(),
                settings.seed());
    }

    private static Learns learns(RunSettings settings) {
        return switch (settings.stage()) {
            case ALIGNMENT -> Learns.PROJECTOR;
            case END_TO_END ->
                    settings.lora().isPresent()
                            ? Learns.PROJECTOR_AND_LORA
                            : Learns.PROJECTOR_AND_LANGUAGE_MODEL;
        };
    }
}
