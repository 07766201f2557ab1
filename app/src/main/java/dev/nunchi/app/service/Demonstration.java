package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.util.List;

/// Lets the open model answer about a picture that came along, outside of any conversation: nothing
/// of it is kept.
public final class Demonstration {
    private static final int LONGEST = 60;

    private final ModelService models;

    public Demonstration(ModelService models) {
        this.models = models;
    }

    /// @param listener hears the text on the calling thread
    /// @return the answer, also when cancelled
    public String answer(Path picture, String question, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException {
        var turn = new Turn(Role.USER, List.of(PictureReader.read(picture)), question);
        var options = Sampling.options(Generation.defaults().withMaxNewTokens(LONGEST));
        Answer answer =
                models.use(
                        cancel,
                        assistant -> assistant.answer(List.of(turn), options, listener, cancel));
        return answer.text();
    }
}
