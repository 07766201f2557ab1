package dev.nunchi.app.service;

import dev.nunchi.engine.data.Dataset;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSummary;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the training page asks of the engine. Thread-safe; all calls may take long.
public interface TrainingService {
    /// Reads and checks a file or folder of data; nothing is trained yet.
    Dataset readData(Path source, Progress progress, CancelToken cancel) throws EngineException;

    /// Shows samples as a model would read them.
    List<PreviewRow> preview(InstalledModel model, List<Sample> samples, SampleForm form)
            throws EngineException;

    /// Whether a model can learn with all its weights, and not by LoRA alone.
    boolean canLearnWhole(InstalledModel model) throws EngineException;

    /// What a run will take, found out with a few steps that nothing is learnt from.
    ///
    /// @return empty if it was cancelled
    Optional<RunEstimate> estimate(
            InstalledModel model, RunRequest request, Progress progress, CancelToken cancel)
            throws EngineException;

    /// Makes a new run and stays until it ends.
    RunResult start(
            InstalledModel model, RunRequest request, RunListener listener, RunControl control)
            throws EngineException;

    /// Goes on with a run from its last snapshot and stays until it ends.
    RunResult resume(InstalledModel model, RunFolder run, RunListener listener, RunControl control)
            throws EngineException;

    /// The last changed first.
    List<RunSummary> runs() throws EngineException;

    /// What a run told while it went on, from its log.
    RunHistory history(RunFolder run) throws EngineException;

    /// Deletes a run with its snapshots; what it made stays.
    void remove(RunFolder run) throws EngineException;
}
