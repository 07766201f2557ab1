package dev.nunchi.engine.finetune;

import dev.nunchi.engine.adapter.LearntWeights;
import dev.nunchi.engine.adapter.MergedExport;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.tensor.DType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a run of all weights has learnt, as a model of its own that says where it comes from.
record TrainedModel(Run.Parts parts, RunFacts facts) {
    private static final String TOWER = "vision_tower.";
    private static final String PROVENANCE = "nunchi-provenance.json";

    /// Refuses a run whose result could not be written.
    static void requirePossible(TrainingModel model, RunSettings settings) throws EngineException {
        if (settings.makesModel()) {
            requireWritable(model.checkpoint());
        }
    }

    /// Refuses a base whose weights are packed, or joint in a way that cannot be written back.
    static void requireWritable(Checkpoint checkpoint) throws EngineException {
        var names =
                ExpectedTensors.of(checkpoint.config()).keySet().stream()
                        .filter(name -> !name.startsWith(TOWER))
                        .toList();
        MergedExport.requireWritable(checkpoint, names);
    }

    /// Adds the base with the live parameters in the place of its own to the imported models, in
    /// float32, under the run's name.
    ///
    /// @return the model's folder; empty if cancelled
    Optional<Path> write(Path models, Progress progress, CancelToken cancel)
            throws EngineException {
        var base = parts.model().model();
        var learnt = LearntWeights.of(parts.learner().parameters());
        var export = new MergedExport(parts.model().checkpoint(), base.folder(), learnt, DType.F32);
        var bundled =
                base.origin() == InstalledModel.Origin.BUNDLED
                        ? List.of(base.folder())
                        : List.<Path>of();
        return new ModelLibrary(models, bundled)
                .add(
                        parts.folder().name(),
                        base,
                        folder -> {
                            if (!export.write(folder, progress, cancel)) {
                                return false;
                            }
                            var info = new TrainedAdapter(parts, facts).info(Optional.empty());
                            RunJson.write(folder.resolve(PROVENANCE), info);
                            return true;
                        })
                .map(InstalledModel::folder);
    }
}
