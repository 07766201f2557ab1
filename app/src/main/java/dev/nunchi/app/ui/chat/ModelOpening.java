package dev.nunchi.app.ui.chat;

import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.Progress;

/// Makes a model ready to answer; runs on a background thread.
@FunctionalInterface
public interface ModelOpening {
    ModelInfo open(Progress progress) throws EngineException;
}
