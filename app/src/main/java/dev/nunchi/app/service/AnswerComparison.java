package dev.nunchi.app.service;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

/// Answers of a model with and without what was learnt: on one set of weights if that is an
/// adapter. Thread-safe.
public interface AnswerComparison {
    /// Who answers.
    enum Side {
        BASE,
        TUNED
    }

    /// Greedy, so that two answers differ by what was learnt alone. Opens the model that answers if
    /// another one is open.
    ///
    /// @return what there is of the answer, also when cancelled
    String answer(
            TunedModel model,
            Side side,
            Draft question,
            AnswerListener listener,
            CancelToken cancel)
            throws EngineException, StoreException;
}
