package dev.nunchi.engine.library;

import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.WeightError;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.FeatureComparison;
import dev.nunchi.engine.quantize.Quantisation;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Writes a model's folder: its files, packed if that is asked for, and its description.
///
/// If features can be compared, the vision tower is packed to 8 bits with the rest; should its
/// features suffer, everything is written again with the tower as it was stored. Hold the library's
/// lock.
final class ImportRun {
    private final Path target;
    private final Path part;
    private final ImportSource source;
    private final ImportRequest request;

    /// @param target the model's folder, not there yet
    ImportRun(Path target, ImportSource source, ImportRequest request) {
        this.target = target;
        this.part = Storage.partOf(target);
        this.source = source;
        this.request = request;
    }

    /// What was written.
    private record Written(ImportPlan plan, WeightError error, Optional<TowerPacking> tower) {}

    /// @return empty if cancelled; nothing is left then
    Optional<InstalledModel> run(Progress progress, CancelToken cancel) throws EngineException {
        boolean whole = false;
        try {
            var packing = packing(progress, cancel);
            var written =
                    cancel.isCancelled()
                            ? Optional.<Written>empty()
                            : write(packing, progress, cancel);
            if (written.isEmpty()) {
                return Optional.empty();
            }
            keepLearnt();
            ModelFolder.write(part, description(written.get()));
            Storage.publish(part, target);
            whole = true;
        } catch (IOException e) {
            throw StorageException.of(target, "copying the model", e);
        } finally {
            if (!whole) {
                ModelFolder.clean(part);
            }
        }
        return Optional.of(ModelFolder.describe(target, Origin.IMPORTED));
    }

    /// Measures what a search to 4 bits goes by.
    private Optional<Packing> packing(Progress progress, CancelToken cancel)
            throws EngineException {
        var searched = request.quantisation().filter(Quantisation::gainsByInputs);
        if (searched.isEmpty() || request.inputs().isEmpty()) {
            return request.unmeasured();
        }
        var meter = request.inputs().get();
        var levels =
                inScratch(scratch -> {
                    try (var original = Checkpoint.open(source.path())) {
                        return original.reading(
                                () -> meter.measure(original, scratch, progress, cancel));
                    }
                });
        return levels.map(known -> new Packing(searched.get(), known));
    }

    private Optional<Written> write(
            Optional<Packing> packing, Progress progress, CancelToken cancel)
            throws EngineException, IOException {
        var stored = source.plan(packing);
        var packed = source.plan(packing.map(Packing::withTower));
        var meter = request.features();
        boolean hasTower = source.config().vision().isPresent();
        if (meter.isEmpty() || !hasTower || packed.bytes() == stored.bytes()) {
            return write(stored, progress, cancel)
                    .map(error -> new Written(stored, error, Optional.empty()));
        }
        var error = write(packed, progress, cancel);
        if (error.isEmpty()) {
            return Optional.empty();
        }
        progress.report(Stage.CHECKING_MODEL, 0, 0);
        var tower = Optional.of(compare(meter.get()));
        return switch (tower.get().kept()) {
            case PACKED -> Optional.of(new Written(packed, error.get(), tower));
            case STORED ->
                    write(stored, progress, cancel).map(again -> new Written(stored, again, tower));
        };
    }

    private Optional<WeightError> write(ImportPlan plan, Progress progress, CancelToken cancel)
            throws EngineException, IOException {
        Storage.requireSpace(target.resolveSibling(""), plan.bytes() - ModelFolder.bytesOf(part));
        var stage =
                request.quantisation().isPresent() ? Stage.QUANTISING_MODEL : Stage.COPYING_MODEL;
        return new ModelImport(plan, part, stage).run(progress, cancel);
    }

    private TowerPacking compare(FeatureComparison meter) throws EngineException {
        return inScratch(scratch -> {
            try (var original = Checkpoint.open(source.path());
                    var packed = Checkpoint.open(part)) {
                return TowerPacking.of(meter.measure(original, packed, scratch));
            }
        });
    }

    private interface Measurement<T> {
        T in(Path scratch) throws EngineException;
    }

    private <T> T inScratch(Measurement<T> measurement) throws EngineException {
        var scratch = Storage.partOf(target.resolveSibling("comparing-" + target.getFileName()));
        Storage.createFolder(scratch);
        try {
            return measurement.in(scratch);
        } finally {
            ModelFolder.clean(scratch);
        }
    }

    /// Packed weights are others: what was learnt on the old ones is told so.
    private void keepLearnt() throws EngineException {
        if (request.quantisation().isPresent() && OwnAdapter.isIn(part)) {
            try (var checkpoint = Checkpoint.open(part)) {
                OwnAdapter.rebase(part, BaseHash.of(checkpoint));
            }
        }
    }

    private ModelFolder.Description description(Written written) throws EngineException {
        long bytes = written.plan().bytes() - OwnAdapter.bytes(part);
        var packed =
                request.quantisation()
                        .map(quantisation ->
                                new PackedWeights(
                                                quantisation.toString(),
                                                quantisation.bits(),
                                                written.error().relative())
                                        .withTower(written.tower())
                                        .withSource(source.path()));
        try (var checkpoint = Checkpoint.open(part)) {
            return ModelFolder.Description.of(checkpoint, bytes, packed);
        }
    }
}
