package dev.nunchi.engine.adapter;

import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.CheckpointException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a model has learnt itself: an adapter that lies in the model's own folder, below `adapter`.
/// The model answers with it unless another adapter or the bare model is asked for.
///
/// It stands on the model's weights as every other adapter does and is no part of them: the base
/// hash does not know of it, and adapters of before it came stay valid.
public final class OwnAdapter {
    private static final String FOLDER = "adapter";

    private OwnAdapter() {}

    /// Where it lies.
    ///
    /// @param model the model's folder
    public static Path folder(Path model) {
        return model.resolve(FOLDER);
    }

    /// Whether there is one, whole or damaged.
    public static boolean isIn(Path model) {
        return !files(model).isEmpty();
    }

    /// Its files, for copying and counting; empty if there is none.
    public static List<Path> files(Path model) {
        return Stream.of(AdapterFolder.DOCUMENT, AdapterFolder.TENSORS)
                .map(folder(model)::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    /// What it is, without its tensors; whether it belongs to the model is not looked at.
    ///
    /// @return empty if there is none
    /// @throws EngineException as [#read]
    public static Optional<AdapterInfo> info(Path model) throws EngineException {
        return isIn(model) ? Optional.of(named(model, AdapterFolder::info)) : Optional.empty();
    }

    /// Reads it into the heap, under the model's name.
    ///
    /// @param base the model that it lies in
    /// @return empty if there is none
    /// @throws CheckpointException `OWN_ADAPTER` if it is damaged, or not this model's
    public static Optional<Adapter> read(Path model, BaseModel base) throws EngineException {
        if (!isIn(model)) {
            return Optional.empty();
        }
        return Optional.of(
                named(
                        model,
                        folder -> {
                            var adapter = AdapterFolder.read(folder).withName(base.name());
                            adapter.requireBase(base.hash(), base.config());
                            return adapter;
                        }));
    }

    /// Makes an adapter a model's own; one that it had gives way.
    ///
    /// @param base the model in that folder
    /// @param dtype of the tensors on the disk: F32 or F16
    /// @throws AdapterException if it is not this model's
    public static void install(Adapter adapter, Path model, BaseModel base, DType dtype)
            throws EngineException {
        adapter.requireBase(base.hash(), base.config());
        AdapterFolder.write(folder(model), adapter, dtype);
    }

    /// Tells it that the model's weights were stored anew, in another precision: what was learnt on
    /// the old ones is used on the new ones. Does nothing if there is none.
    ///
    /// @param hash of the weights as they are now
    public static void rebase(Path model, String hash) throws EngineException {
        var info = info(model);
        if (info.isPresent() && !info.get().baseHash().equals(hash)) {
            AdapterFolder.writeInfo(folder(model), info.get().withBase(hash));
        }
    }

    private interface Reading<T> {
        T read(Path folder) throws EngineException;
    }

    /// Whatever is wrong is wrong with the model: its user may know nothing of adapters.
    private static <T> T named(Path model, Reading<T> reading) throws EngineException {
        var folder = folder(model);
        for (String name : List.of(AdapterFolder.DOCUMENT, AdapterFolder.TENSORS)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new CheckpointException(
                        folder.resolve(name), Reason.OWN_ADAPTER, "is missing");
            }
        }
        try {
            return reading.read(folder);
        } catch (AdapterException e) {
            throw new CheckpointException(
                    folder.resolve(AdapterFolder.DOCUMENT),
                    Reason.OWN_ADAPTER,
                    String.valueOf(e.getMessage()));
        }
    }

    /// Bytes of its files; 0 if there is none.
    public static long bytes(Path model) throws StorageException {
        long bytes = 0;
        for (var file : files(model)) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw StorageException.of(file, "reading", e);
            }
        }
        return bytes;
    }
}
