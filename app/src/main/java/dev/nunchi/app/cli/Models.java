package dev.nunchi.app.cli;

import dev.nunchi.app.download.ModelDownloads;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.TrainingFolders;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The models that the verbs can reach.
interface Models {
    /// Bundled models first, then by name.
    List<InstalledModel> list() throws EngineException;

    /// @return empty if it was cancelled
    Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException;

    /// Compares a packed model's predictions with its original's.
    ///
    /// @return the model, with its damage
    InstalledModel measure(InstalledModel model, Path original, Progress progress)
            throws EngineException;

    /// What a model will take of the memory. Reads no weights.
    ImportPreview preview(InstalledModel model) throws EngineException;

    /// @param model an imported one
    void remove(InstalledModel model) throws EngineException;

    /// What can be downloaded. Asks nothing of the network yet.
    ModelDownloads downloads() throws EngineException;

    /// Where the program keeps its files.
    AppFolders folders() throws EngineException;

    /// Where training keeps its files.
    TrainingFolders training() throws EngineException;

    /// Loads a model, compiling it first if it was never used. The caller closes it.
    Assistant open(Answerer answerer, Progress progress) throws EngineException;

    /// The adapters that there are.
    AdapterLibrary adapters() throws EngineException;

    /// What an adapter has to know of a model. Reads all its weights if it was never used.
    BaseModel base(InstalledModel model) throws EngineException;
}
