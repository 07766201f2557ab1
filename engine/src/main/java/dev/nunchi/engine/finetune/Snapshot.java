package dev.nunchi.engine.finetune;

import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Everything that a run goes on from, in a folder named by its step.
///
/// | file | holds |
/// |---|---|
/// | `snapshot.json` | step, position in the data, optimiser steps, best loss, seed |
/// | `parameters.safetensors` | what is learnt, float32, by canonical name |
/// | `optimizer.safetensors` | `NAME.exp_avg`, `NAME.exp_avg_sq` |
///
/// All that is drawn at random depends on seed and position alone, so no generator's state is kept.
/// A folder appears whole or not at all; `latest` and `best` beside it name the ones to use.
///
/// @param folder of the snapshot
record Snapshot(Path folder) {
    private static final String FACTS = "snapshot.json";
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final int KEPT = 2;

    /// Pointers, which are files with a snapshot's name in them.
    enum Pointer {
        LATEST("latest"),
        BEST("best");

        private final String file;

        Pointer(String file) {
            this.file = file;
        }
    }

    /// Writes beside, flushes, renames, and points `latest` to it.
    ///
    /// @param snapshots the folder of all snapshots
    /// @throws StorageException if the disk is full; older snapshots are unharmed
    static Snapshot write(Path snapshots, SnapshotFacts facts, Arrays arrays)
            throws StorageException {
        var snapshot = new Snapshot(snapshots.resolve("%08d".formatted(facts.step())));
        var part = Storage.partOf(snapshot.folder());
        Storage.createFolder(snapshots);
        boolean whole = false;
        try {
            Storage.delete(part);
            Storage.requireSpace(snapshots, arrays.bytes());
            Storage.createFolder(part);
            SafetensorsWriter.write(part.resolve(PARAMETERS), arrays.parameters(), Map.of());
            SafetensorsWriter.write(part.resolve(OPTIMIZER), arrays.moments(), Map.of());
            RunJson.write(part.resolve(FACTS), facts);
            Storage.delete(snapshot.folder());
            Storage.publish(part, snapshot.folder());
            whole = true;
        } catch (IOException e) {
            throw StorageException.of(snapshot.folder(), "writing the snapshot", e);
        } finally {
            if (!whole) {
                discard(part);
            }
        }
        point(snapshots, Pointer.LATEST, snapshot);
        return snapshot;
    }

    /// What was written of a snapshot before it failed; it may be what fills the disk.
    private static void discard(Path part) {
        try {
            Storage.delete(part);
        } catch (IOException _) {
            // The next snapshot of the step tries again.
        }
    }

    static void point(Path snapshots, Pointer pointer, Snapshot snapshot) throws StorageException {
        var file = snapshots.resolve(pointer.file);
        var part = Storage.partOf(file);
        try {
            Files.writeString(part, snapshot.folder().getFileName() + "\n");
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    /// The snapshot that a pointer names, if there is one.
    static Optional<Snapshot> find(Path snapshots, Pointer pointer) throws StorageException {
        var file = snapshots.resolve(pointer.file);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var folder = snapshots.resolve(Files.readString(file).strip());
            return Files.exists(folder.resolve(FACTS))
                    ? Optional.of(new Snapshot(folder))
                    : Optional.empty();
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    /// Deletes all but the last two and the best, and what killed runs left.
    static void clean(Path snapshots) throws StorageException {
        var best = find(snapshots, Pointer.BEST).map(Snapshot::folder);
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(snapshots, Files::isDirectory)) {
            var whole = new ArrayList<Path>();
            for (var folder : folders) {
                if (Storage.isPart(folder)) {
                    Storage.delete(folder);
                } else {
                    whole.add(folder);
                }
            }
            whole.sort(null);
            for (var old : olderThanKept(whole)) {
                if (!Optional.of(old).equals(best)) {
                    Storage.delete(old);
                }
            }
        } catch (IOException e) {
            throw StorageException.of(snapshots, "deleting old snapshots", e);
        }
    }

    private static List<Path> olderThanKept(List<Path> sorted) {
        return sorted.subList(0, Math.max(0, sorted.size() - KEPT));
    }

    SnapshotFacts facts() throws EngineException {
        return RunJson.read(folder.resolve(FACTS), SnapshotFacts.class);
    }

    /// Overwrites live arrays.
    ///
    /// @throws CheckpointException if the snapshot has other arrays
    void restore(Arrays arrays) throws EngineException {
        restore(folder.resolve(PARAMETERS), arrays.parameters());
        restore(folder.resolve(OPTIMIZER), arrays.moments());
    }

    /// Overwrites live parameters only.
    void restoreParameters(SequencedMap<String, Tensor> parameters) throws EngineException {
        restore(folder.resolve(PARAMETERS), parameters);
    }

    private static void restore(Path path, Map<String, Tensor> live) throws EngineException {
        try (var file = SafetensorsFile.open(path)) {
            if (!file.tensors().keySet().equals(live.keySet())) {
                throw new CheckpointException(path, "holds other arrays than the run has");
            }
            for (var tensor : live.entrySet()) {
                var stored = file.tensors().get(tensor.getKey());
                if (stored == null || !stored.shape().equals(tensor.getValue().shape())) {
                    throw new CheckpointException(path, tensor.getKey(), "has another shape");
                }
                var values = stored.toFloats();
                tensor.getValue().write(0, values, 0, values.length);
            }
        }
    }

    /// The live arrays of a run.
    record Arrays(SequencedMap<String, Tensor> parameters, SequencedMap<String, Tensor> moments) {
        /// Arrays, and some for headers.
        long bytes() {
            return (1 << 16) + bytes(parameters) + bytes(moments);
        }

        private static long bytes(Map<String, Tensor> tensors) {
            return tensors.values().stream()
                    .mapToLong(tensor -> tensor.dtype().bytesFor(tensor.shape().count()))
                    .sum();
        }
    }
}
