package dev.nunchi.app;

import dev.nunchi.app.service.ModelCatalog;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.List;
import java.util.Optional;

/// The engine's library as the services see it.
record LibraryCatalog(ModelLibrary library) implements ModelCatalog {
    @Override
    public List<InstalledModel> list() throws StorageException {
        return library.list();
    }

    @Override
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        return library.importFrom(request, progress, cancel);
    }

    @Override
    public void remove(InstalledModel model) throws StorageException {
        library.remove(model);
    }
}
