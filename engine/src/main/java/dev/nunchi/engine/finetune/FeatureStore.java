package dev.nunchi.engine.finetune;

import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the frozen tower makes of pictures, kept on disk: each picture is looked at once, in
/// whatever run.
///
/// | path below the cache | holds |
/// |---|---|
/// | `MODEL/HH/HASH.safetensors` | `rows` `[I, Dv]` of the picture with that content hash, float16 where it
/// reaches |
///
/// Files may be deleted at any time, also during a run: what is missing is computed again. Confined
/// to one thread.
final class FeatureStore {
    private static final String ROWS = "rows";
    private static final float LARGEST_HALF = 65504;
    private static final int MODEL_DIGITS = 16;
    private static final int FOLDER_DIGITS = 2;

    private final Path folder;
    private final Shape shape;
    private final TowerRows tower;
    private final Map<Path, String> hashes = new HashMap<>();

    /// @param cache the folder of all models' features
    /// @param modelHash of the model's weights
    /// @param tower must stay open as long as the store is used
    FeatureStore(Path cache, String modelHash, TowerRows tower) {
        folder = cache.resolve(modelHash.substring(0, MODEL_DIGITS));
        shape = tower.shape();
        this.tower = tower;
    }

    /// Of a picture's rows, `[I, Dv]`.
    Shape shape() {
        return shape;
    }

    /// Looks at all pictures that are not kept yet; what was done is kept when it is cancelled.
    ///
    /// @throws PictureException if a picture cannot be read
    /// @throws EngineException if the disk is full or the device failed
    void prepare(List<Path> pictures, Progress progress, CancelToken cancel)
            throws EngineException {
        long done = 0;
        for (var picture : pictures) {
            if (cancel.isCancelled()) {
                return;
            }
            progress.report(Stage.ENCODING_PICTURE, done++, pictures.size());
            if (!Files.exists(file(hash(picture)))) {
                compute(picture);
            }
        }
        progress.report(Stage.ENCODING_PICTURE, done, pictures.size());
    }

    /// Those that are not kept yet.
    List<Path> missing(List<Path> pictures) throws PictureException {
        var missing = new ArrayList<Path>();
        for (var picture : pictures) {
            if (!Files.exists(file(hash(picture)))) {
                missing.add(picture);
            }
        }
        return missing;
    }

    /// A picture's rows, `[I, Dv]` float32: kept ones, or made now. The caller's.
    Tensor rows(Path picture) throws EngineException {
        var kept = read(file(hash(picture)));
        return kept.isPresent() ? kept.get() : compute(picture);
    }

    /// Empty if there is no file, or one that is damaged.
    private Optional<Tensor> read(Path file) throws EngineException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var stored = SafetensorsFile.open(file)) {
            var rows = stored.tensors().get(ROWS);
            return rows != null && rows.shape().equals(shape)
                    ? Optional.of(Tensor.ofFloats(shape, rows.toFloats()))
                    : Optional.empty();
        } catch (CheckpointException e) {
            return Optional.empty();
        }
    }

    private Tensor compute(Path picture) throws EngineException {
        var rows = halved(tower.rows(PictureReader.read(picture)));
        var file = file(hash(picture));
        Storage.createFolder(file.resolveSibling(""));
        SafetensorsWriter.write(file, new LinkedHashMap<>(Map.of(ROWS, rows)), Map.of());
        return Tensor.ofFloats(shape, rows.toFloats());
    }

    /// As float16 if no value is too large for it.
    private static Tensor halved(Tensor rows) {
        var values = rows.toFloats();
        var halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) > LARGEST_HALF) {
                return rows;
            }
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return Tensor.ofHalves(rows.shape(), halves);
    }

    private Path file(String hash) {
        return folder.resolve(hash.substring(0, FOLDER_DIGITS)).resolve(hash + ".safetensors");
    }

    private String hash(Path picture) throws PictureException {
        var known = hashes.get(picture);
        if (known == null) {
            known = PictureReader.contentHash(picture);
            hashes.put(picture, known);
        }
        return known;
    }
}
