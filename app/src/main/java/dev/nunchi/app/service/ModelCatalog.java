package dev.nunchi.app.service;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.eval.SpeedTest;
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

    /// Looks whether an open model works on this computer.
    ///
    /// @return empty when cancelled
    List<SelfCheck.Finding> check(InstalledModel model, Assistant assistant, Watch watch)
            throws EngineException;

    /// Measures how quickly an open model answers.
    ///
    /// @return empty when cancelled
    Optional<SpeedTest.Result> time(Assistant assistant, Watch watch) throws EngineException;

    /// Who hears of a trial and may stop it.
    record Watch(Progress progress, CancelToken cancel) {}

    /// The kinds of devices and which of them this computer has; opens each to see.
    List<DeviceStatus> devices();

    void remove(InstalledModel model) throws StorageException;
}
