package dev.nunchi.engine.testing;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterImport;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A reference fixture's model that has learnt the fixture's adapter.
///
/// @param fixture e.g. `llava15`
/// @param folder a copy of the fixture's model, with an adapter of its own
public record TaughtModel(String fixture, Path folder) {
    /// @param folder does not exist yet
    public static TaughtModel copy(String fixture, Path folder)
            throws EngineException, IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(Golden.path(fixture + "/model"))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        var model = new TaughtModel(fixture, folder);
        OwnAdapter.install(model.adapter(), folder, model.base(), DType.F32);
        return model;
    }

    /// What the model is to adapters.
    public BaseModel base() throws EngineException {
        try (var checkpoint = Checkpoint.open(folder)) {
            var memory = folder.resolveSibling("hashes");
            return new BaseModel(fixture, BaseHash.of(checkpoint, memory), checkpoint.config());
        }
    }

    /// What it has learnt, named `lora`.
    public Adapter adapter() throws EngineException {
        return new AdapterImport(base(), "lora").read(Golden.path(fixture + "/adapter"));
    }
}
