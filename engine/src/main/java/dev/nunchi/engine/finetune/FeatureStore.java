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
import dev.nunchi.engine.train.SeenPicture;

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
/// | `MODEL/HH/HASH.safetensors` | `rows` `[tiles · I, Dv]` of the picture with that content hash, float16
/// where it reaches |
///
/// Files may be deleted at any time, also during a run: what is missing is computed again. Confined
/// to one thread.
final class FeatureStore {
    private static final String ROWS = "rows";
    private static final float LARGEST_HALF = 65504;
    private static final int MODEL_DIGITS = 16;
    private static final int FOLDER_DIGITS = 2;

    private final Path folder;
    private final PictureLayouts layouts;
    private final TowerRows tower;
    private final Map<Path, String> hashes = new HashMap<>();

    /// @param folder of this model's features
    /// @param tower must stay open as long as the store is used
    FeatureStore(Path folder, PictureLayouts layouts, TowerRows tower) {
        this.folder = folder;
        this.layouts = layouts;
        this.tower = tower;
    }

    /// The name of a model's folder.
    ///
    /// @param modelHash of the model's weights
    static String folderOf(String modelHash) {
        return modelHash.substring(0, MODEL_DIGITS);
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

    /// Gives the tower's memory back until a picture is missing.
    void rest() {
        tower.rest();
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

    /// What the tower makes of a picture: kept, or made now. The caller's.
    SeenPicture seen(Path picture) throws EngineException {
        var layout = layouts.of(picture);
        var kept = read(file(hash(picture)), tower.shape(layout));
        return kept.isPresent() ? new SeenPicture(layout, kept.get()) : compute(picture);
    }

    /// Some numbers in the place of a picture that may not have been looked at.
    SeenPicture unseen(Path picture) throws PictureException {
        var layout = layouts.of(picture);
        var shape = tower.shape(layout);
        var values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return new SeenPicture(layout, Tensor.ofFloats(shape, values));
    }

    /// Tiles of pictures together: what the time to look at them grows with.
    long tiles(List<Path> pictures) throws PictureException {
        long tiles = 0;
        for (var picture : pictures) {
            tiles += layouts.of(picture).tiles();
        }
        return tiles;
    }

    /// Empty if there is no file, or one that is damaged.
    private Optional<Tensor> read(Path file, Shape shape) throws EngineException {
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

    private SeenPicture compute(Path picture) throws EngineException {
        var seen = tower.see(PictureReader.read(picture));
        var rows = halved(seen.rows());
        var file = file(hash(picture));
        Storage.createFolder(file.resolveSibling(""));
        SafetensorsWriter.write(file, new LinkedHashMap<>(Map.of(ROWS, rows)), Map.of());
        return new SeenPicture(seen.layout(), Tensor.ofFloats(rows.shape(), rows.toFloats()));
    }

    /// As float16 if no value is too large for it.
    private static Tensor halved(Tensor rows) {
        for (float value : rows.toFloats()) {
            if (Math.abs(value) > LARGEST_HALF) {
                return rows;
            }
        }
        return rows.toHalves();
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
