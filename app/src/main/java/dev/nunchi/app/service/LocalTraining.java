package dev.nunchi.app.service;

import dev.nunchi.engine.data.Dataset;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.FineTuning;
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
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Training on this computer.
public final class LocalTraining implements TrainingService {
    private final FineTuning engine;
    private Optional<PreviewDesk> desk = Optional.empty();

    public LocalTraining(FineTuning engine) {
        this.engine = engine;
    }

    @Override
    public Dataset readData(Path source, Progress progress, CancelToken cancel)
            throws EngineException {
        return Datasets.read(source, progress, cancel);
    }

    @Override
    public synchronized List<PreviewRow> preview(
            InstalledModel model, List<Sample> samples, SampleForm form) throws EngineException {
        if (desk.filter(open -> open.isFor(model)).isEmpty()) {
            desk.ifPresent(PreviewDesk::close);
            desk = Optional.empty();
            desk = Optional.of(PreviewDesk.open(model));
        }
        var rows = new ArrayList<PreviewRow>();
        for (var sample : samples) {
            rows.add(desk.orElseThrow().lay(sample, form));
        }
        return rows;
    }

    @Override
    public boolean canLearnWhole(InstalledModel model) throws EngineException {
        return FineTuning.canLearnWhole(model);
    }

    @Override
    public Optional<RunEstimate> estimate(
            InstalledModel model, RunRequest request, Progress progress, CancelToken cancel)
            throws EngineException {
        return engine.estimate(model, request, progress, cancel);
    }

    @Override
    public RunResult start(
            InstalledModel model, RunRequest request, RunListener listener, RunControl control)
            throws EngineException {
        return engine.start(model, request, listener, control);
    }

    @Override
    public RunResult resume(
            InstalledModel model, RunFolder run, RunListener listener, RunControl control)
            throws EngineException {
        return engine.resume(model, run, listener, control);
    }

    @Override
    public List<RunSummary> runs() throws EngineException {
        return engine.runs();
    }

    @Override
    public RunHistory history(RunFolder run) throws EngineException {
        return RunHistory.read(run);
    }

    @Override
    public void remove(RunFolder run) throws StorageException {
        try {
            Storage.delete(run.path());
        } catch (IOException e) {
            throw StorageException.of(run.path(), "deleting a run", e);
        }
    }
}
