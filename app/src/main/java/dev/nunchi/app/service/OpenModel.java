package dev.nunchi.app.service;

import dev.nunchi.app.server.ServedModel;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import java.util.Optional;

/// Lets a server answer with the model that the window has open, whichever that is.
///
/// @param models the window's
public record OpenModel(ModelService models) implements ServedModel {
    @Override
    public Optional<ModelInfo> info() {
        return models.current();
    }

    @Override
    public Optional<String> adapter() {
        return models.adapter();
    }

    @Override
    public <T> Optional<T> use(CancelToken cancel, Work<T> work) throws EngineException {
        try {
            return models.useIfOpen(cancel, work::with);
        } catch (StoreException e) {
            throw new IllegalStateException("this work stores nothing", e);
        }
    }
}
