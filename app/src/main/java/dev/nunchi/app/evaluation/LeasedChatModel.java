package dev.nunchi.app.evaluation;

import dev.nunchi.app.judge.ChatModel;
import dev.nunchi.app.judge.LocalChatModel;
import dev.nunchi.app.judge.Prompt;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.Optional;

/// A model that shares the memory with the conversations: opened when it is asked, if another is
/// open then.
///
/// @param name as reports have it
/// @param opening hears how far it is with being opened
record LeasedChatModel(String name, Weights weights, ModelService models, Progress opening)
        implements ChatModel {
    /// @param adapter by its name in the library; none of a bare model
    record Weights(InstalledModel model, Optional<String> adapter, ModelForm form) {}

    /// A question.
    @FunctionalInterface
    private interface Question<T> {
        T ask(LocalChatModel model) throws EngineException;
    }

    @Override
    public Optional<String> reply(Prompt prompt, CancelToken cancel) throws EngineException {
        return with(cancel, model -> model.reply(prompt, cancel));
    }

    @Override
    public Optional<Score> score(Prompt prompt, String answer) throws EngineException {
        return with(new CancelToken(), model -> model.score(prompt, answer));
    }

    private <T> T with(CancelToken cancel, Question<T> question) throws EngineException {
        if (weights.form() == ModelForm.BARE) {
            models.openBare(weights.model(), opening);
        } else {
            models.open(weights.model(), weights.adapter().stream().toList(), opening);
        }
        try {
            return models.use(
                    cancel,
                    assistant ->
                            question.ask(new LocalChatModel(name, assistant, weights.adapter())));
        } catch (StoreException e) {
            throw new IllegalStateException("a question stores nothing", e);
        }
    }
}
