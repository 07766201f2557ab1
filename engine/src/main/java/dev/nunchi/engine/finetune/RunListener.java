package dev.nunchi.engine.finetune;

import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.train.TrainingBatch;

/// Hears of a run while it goes on; progress tells of what comes before the first step. Called on
/// the thread that trains: return quickly.
public interface RunListener extends Progress {
    /// The run has its folder; from now on it can be resumed.
    default void onCreated(RunFolder folder) {}

    /// The run is about to make its first step, or its first after it was resumed.
    ///
    /// @param folder the run's
    default void onStarted(RunFolder folder, RunEstimate estimate) {}

    /// A batch is about to be learnt from; a step has as many as the settings accumulate.
    default void onBatch(TrainingBatch batch) {}

    default void onStep(StepReport report) {}

    default void onEvaluation(EvaluationReport report) {}

    default void onSample(SampleReport report) {}

    default void onSnapshot(SnapshotReport report) {}
}
