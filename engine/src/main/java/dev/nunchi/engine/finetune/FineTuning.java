package dev.nunchi.engine.finetune;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.error.TrainingException.Reason;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.FolderNames;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Trains models: estimates, starts and resumes runs.
///
/// Every call opens the model for itself and closes it at its end. Calls block; each of them may be
/// made on any thread, and several at once, of different runs.
public final class FineTuning {
    private final TrainingFolders folders;
    private final Device device;

    public FineTuning(TrainingFolders folders, Device device) {
        this.folders = folders;
        this.device = device;
    }

    /// The runs there are, the last one first.
    ///
    /// @throws EngineException if a run's files are damaged or cannot be read
    public List<RunSummary> runs() throws EngineException {
        return RunFolder.list(folders.runs());
    }

    /// Whether a model can learn with all its weights, and not by LoRA alone: they are floats and
    /// can be written back.
    ///
    /// @throws EngineException if it cannot be opened
    public static boolean canLearnWhole(InstalledModel installed) throws EngineException {
        try (var checkpoint = installed.open()) {
            TrainedModel.requireWritable(checkpoint);
            return true;
        } catch (UnsupportedModelException _) {
            return false;
        }
    }

    /// What a run would take: reads the data and makes a few steps that nothing is learnt from.
    ///
    /// @return empty if it was cancelled
    /// @throws EngineException if model or data cannot be read, or nothing can be learnt from them
    public Optional<RunEstimate> estimate(
            InstalledModel installed, RunRequest request, Progress progress, CancelToken cancel)
            throws EngineException {
        var watch = ProcessMemory.watch();
        try (var model = TrainingModel.open(installed, folders, device)) {
            TrainedModel.requirePossible(model, request.settings());
            new RunStart(model, request).requirePossible();
            var lessons = Lessons.read(request, model.encoder(), progress, cancel);
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            var estimator = new Estimator(model, lessons, request.settings());
            return model.checkpoint().reading(() -> estimator.measure(progress, cancel, watch));
        }
    }

    /// Makes a new run and its steps.
    ///
    /// @return also when it was stopped; nothing is then made
    /// @throws TrainingException if nothing can be learnt, the memory is not there, or the loss has
    ///   become no number
    /// @throws EngineException if model or data cannot be read, the disk is full or the device
    ///   failed; what was done up to the last snapshot can be resumed
    public RunResult start(
            InstalledModel installed, RunRequest request, RunListener listener, RunControl control)
            throws EngineException {
        try (var model = TrainingModel.open(installed, folders, device)) {
            TrainedModel.requirePossible(model, request.settings());
            new RunStart(model, request).requirePossible();
            var lessons = Lessons.read(request, model.encoder(), listener, control.token());
            if (control.token().isCancelled()) {
                return notBegun();
            }
            var estimator = new Estimator(model, lessons, request.settings());
            var facts =
                    new RunFacts(
                            request,
                            model.hash(),
                            lessons.data().hash(),
                            estimator.steps(),
                            estimator.requirePlan(request.name()),
                            version(),
                            Instant.now());
            var folder = create(facts);
            return train(new Opened(model, lessons, folder, facts), listener, control);
        }
    }

    private static RunResult notBegun() {
        return new RunResult(RunEnd.CANCELLED, 0, OptionalDouble.empty(), Optional.empty());
    }

    /// Appears with its facts or not at all.
    private RunFolder create(RunFacts facts) throws StorageException {
        var runs = folders.runs();
        Storage.createFolder(runs);
        try (var _ = FolderLock.acquire(runs);
                var taken = Files.list(runs)) {
            var names = taken.map(path -> path.getFileName().toString()).toList();
            var folder = runs.resolve(FolderNames.unique(facts.request().name(), "run", names));
            var part = Storage.partOf(folder);
            Storage.createFolder(part);
            new RunFolder(part).writeFacts(facts);
            Storage.publish(part, folder);
            return new RunFolder(folder);
        } catch (IOException e) {
            throw StorageException.of(runs, "making a run's folder", e);
        }
    }

    /// Goes on with a run from its last snapshot, as if it had not been interrupted.
    ///
    /// @param installed the model that the run began with
    /// @throws TrainingException if model or data have changed, the run has ended, or another
    ///   process is at it
    /// @throws EngineException as [#start]
    public RunResult resume(
            InstalledModel installed, RunFolder folder, RunListener listener, RunControl control)
            throws EngineException {
        var facts = folder.facts();
        if (!folder.summary().canResume()) {
            throw new TrainingException(
                    folder.name(),
                    folder.summary().running() ? Reason.IN_USE : Reason.ENDED,
                    "cannot be resumed");
        }
        try (var model = TrainingModel.open(installed, folders, device)) {
            require(folder, Reason.OTHER_MODEL, facts.modelHash(), model.hash());
            var lessons = Lessons.read(facts.request(), model.encoder(), listener, control.token());
            if (control.token().isCancelled()) {
                return notBegun();
            }
            require(folder, Reason.OTHER_DATA, facts.dataHash(), lessons.data().hash());
            return train(new Opened(model, lessons, folder, facts), listener, control);
        }
    }

    private static void require(RunFolder folder, Reason reason, String expected, String found)
            throws TrainingException {
        if (!expected.equals(found)) {
            throw new TrainingException(
                    folder.name(), reason, "began with %s, found %s".formatted(expected, found));
        }
    }

    /// A run that is about to make steps.
    private record Opened(TrainingModel model, Lessons lessons, RunFolder folder, RunFacts facts) {}

    private RunResult train(Opened opened, RunListener listener, RunControl control)
            throws EngineException {
        var folder = opened.folder();
        listener.onCreated(folder);
        var lock = FolderLock.tryAcquire(folder.path());
        if (lock.isEmpty()) {
            throw new TrainingException(folder.name(), Reason.IN_USE, "is being trained");
        }
        try (var _ = lock.get()) {
            return opened.model()
                    .checkpoint()
                    .reading(() -> lookAndLearn(opened, listener, control));
        }
    }

    private RunResult lookAndLearn(Opened opened, RunListener listener, RunControl control)
            throws EngineException {
        var features = opened.model().features();
        if (features.isPresent()) {
            features.get().prepare(opened.lessons().pictures(), listener, control.token());
            features.get().rest();
        }
        return control.token().isCancelled() ? notBegun() : makeSteps(opened, listener, control);
    }

    private RunResult makeSteps(Opened opened, RunListener listener, RunControl control)
            throws EngineException {
        var model = opened.model();
        var facts = opened.facts();
        var settings = facts.request().settings();
        var latest = Snapshot.find(opened.folder().snapshots(), Snapshot.Pointer.LATEST);
        long step = latest.isPresent() ? latest.get().facts().step() : 0;
        var work = new Learner.Work(settings, facts.steps(), facts.plan());
        try (var learner = Learner.open(model.checkpoint(), model.runtime(), work);
                var log = RunLog.open(opened.folder().log(), step)) {
            var parts = new Run.Parts(model, opened.lessons(), learner, opened.folder(), folders);
            var run = new Run(parts, facts, new Run.Hearing(listener, log, control));
            if (latest.isPresent()) {
                run.restore(latest.get());
            } else {
                new RunStart(model, facts.request()).fill(learner, opened.lessons());
            }
            var estimator = new Estimator(model, opened.lessons(), settings);
            listener.onStarted(opened.folder(), estimator.unmeasured(facts.plan()));
            return run.finish();
        }
    }

    private static String version() {
        return Optional.ofNullable(FineTuning.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
