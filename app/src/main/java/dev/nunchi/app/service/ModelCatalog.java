package dev.nunchi.app.service;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The models that there are, as [ModelService] needs them. Thread-safe.
public interface ModelCatalog {
    /// Bundled ones first, then by name.
    List<InstalledModel> list() throws StorageException;

    /// @return empty when cancelled
    Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException;

    /// What a model would take of the memory if it were imported.
    ImportPreview preview(Path source) throws EngineException;

    /// Compares a packed model with what it was imported from.
    ///
    /// @return the model, with its damage
    InstalledModel measure(InstalledModel model, Path original, Progress progress)
            throws EngineException;

    void remove(InstalledModel model) throws StorageException;
}
