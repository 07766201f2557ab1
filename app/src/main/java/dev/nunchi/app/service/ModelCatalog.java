package dev.nunchi.app.service;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.List;
import java.util.Optional;

/// The models that there are, as [ModelService] needs them. Thread-safe.
public interface ModelCatalog {
    /// Bundled ones first, then by name.
    List<InstalledModel> list() throws StorageException;

    /// @return empty when cancelled
    Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException;

    void remove(InstalledModel model) throws StorageException;
}
