package dev.nunchi.app.service;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Progress;

/// Loads a model so that it can answer.
@FunctionalInterface
public interface AssistantOpener {
    /// @return the caller closes it
    Assistant open(InstalledModel model, AssistantSetup setup, Progress progress)
            throws EngineException;
}
