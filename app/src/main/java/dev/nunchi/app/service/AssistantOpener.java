package dev.nunchi.app.service;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Progress;

import java.util.List;

/// Loads a model so that it can answer.
@FunctionalInterface
public interface AssistantOpener {
    /// @param adapters names of those that it shall be able to answer with
    /// @return the caller closes it
    Assistant open(InstalledModel model, List<String> adapters, Progress progress)
            throws EngineException;
}
