package dev.nunchi.engine.finetune;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A run's folder; everything that it takes to go on lies in it, but for model and data.
///
/// | path | holds |
/// |---|---|
/// | `run.json` | settings, hashes of model and data, length, program version; written once |
/// | `state.json` | last snapshot, losses, how it ended |
/// | `log.jsonl` | one report a line |
/// | `snapshots/NNNNNNNN/` | the last two and the best |
/// | `snapshots/latest`, `snapshots/best` | the names of two of them |
public record RunFolder(Path path) {
    /// Its name among the runs.
    public String name() {
        return path.getFileName().toString();
    }

    /// One [RunReport] a line; a resumed run takes back those of steps that it makes again.
    public Path log() {
        return path.resolve("log.jsonl");
    }

    Path snapshots() {
        return path.resolve("snapshots");
    }

    private Path factsFile() {
        return path.resolve("run.json");
    }

    private Path stateFile() {
        return path.resolve("state.json");
    }

    void writeFacts(RunFacts facts) throws StorageException {
        RunJson.write(factsFile(), facts);
    }

    RunFacts facts() throws EngineException {
        return RunJson.read(factsFile(), RunFacts.class);
    }

    void writeState(RunState state) throws StorageException {
        RunJson.write(stateFile(), state);
    }

    RunState state() throws EngineException {
        return Files.exists(stateFile())
                ? RunJson.read(stateFile(), RunState.class)
                : RunState.BEGINNING;
    }

    /// The run as a list shows it.
    ///
    /// @throws EngineException if its files are damaged or cannot be read
    public RunSummary summary() throws EngineException {
        var facts = facts();
        var state = state();
        return new RunSummary(
                this,
                facts.request(),
                state.step(),
                facts.steps(),
                state.loss(),
                state.bestLoss(),
                state.end(),
                state.made(),
                isRunning(),
                changed());
    }

    private boolean isRunning() throws StorageException {
        try (var lock = FolderLock.tryAcquire(path).orElse(null)) {
            return lock == null;
        }
    }

    private Instant changed() throws StorageException {
        var file = Files.exists(stateFile()) ? stateFile() : factsFile();
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    /// The runs below a folder, the last one first; what is no run is left out.
    ///
    /// @param runs need not exist
    /// @throws EngineException if a run's files are damaged or cannot be read
    public static List<RunSummary> list(Path runs) throws EngineException {
        var found = new ArrayList<RunSummary>();
        if (!Files.isDirectory(runs)) {
            return found;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs, Files::isDirectory)) {
            for (var folder : folders) {
                var run = new RunFolder(folder);
                if (Files.exists(run.factsFile()) && !Storage.isPart(folder)) {
                    found.add(run.summary());
                }
            }
        } catch (IOException e) {
            throw StorageException.of(runs, "listing the runs", e);
        }
        found.sort(Comparator.comparing(RunSummary::changed).reversed());
        return found;
    }
}
