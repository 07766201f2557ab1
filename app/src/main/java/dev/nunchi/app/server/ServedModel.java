package dev.nunchi.app.server;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import java.util.Optional;

/// The model that a server answers with. Thread-safe.
public interface ServedModel {
    /// What is open now; empty if nothing is.
    Optional<ModelInfo> info();

    /// The adapter that answers, where a request names none.
    Optional<String> adapter();

    /// Works with the open model.
    ///
    /// @param cancel is cancelled if the model has to be closed meanwhile
    /// @return empty if no model is open
    <T> Optional<T> use(CancelToken cancel, Work<T> work) throws EngineException;

    /// What is done with a model, which must not outlast it.
    @FunctionalInterface
    interface Work<T> {
        T with(Assistant assistant) throws EngineException;
    }

    /// A model that stays open as long as the server.
    ///
    /// @param assistant is closed by the caller, after the server
    /// @param adapter that answers; of those that it was opened with
    static ServedModel of(Assistant assistant, Optional<String> adapter) {
        return new ServedModel() {
            @Override
            public Optional<ModelInfo> info() {
                return Optional.of(assistant.info());
            }

            @Override
            public Optional<String> adapter() {
                return adapter;
            }

            @Override
            public <T> Optional<T> use(CancelToken cancel, Work<T> work) throws EngineException {
                return Optional.of(work.with(assistant));
            }
        };
    }
}
