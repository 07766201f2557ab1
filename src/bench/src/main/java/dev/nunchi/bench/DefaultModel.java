package dev.nunchi.bench;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.List;

/// The model that comes with the program.
final class DefaultModel {
    private DefaultModel() {}

    static Path folder(Path assets) {
        return assets.resolve("models/nunchi-default");
    }

    static Assistant open(Path assets, Path cache) throws EngineException {
        var library = new ModelLibrary(cache.resolve("models"), List.of(folder(assets)));
        return Assistants.open(library.list().getFirst(), cache, Progress.NONE);
    }
}
