package dev.nunchi.app.service;

import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.chat.Grounding;
import dev.nunchi.engine.chat.PictureLook;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.util.Optional;
import java.util.function.Function;

/// Tells what the open model sees: of a picture, and of the words of an answer.
public final class SightService {
    private final ConversationStore store;
    private final PictureService pictures;
    private final ModelService models;
    private final ChatService chats;

    /// A picture and what the open model takes in of it.
    ///
    /// @param look empty if no model is open or it takes no pictures
    public record Sight(Picture original, Optional<PictureLook> look) {}

    SightService(
            ConversationStore store,
            PictureService pictures,
            ModelService models,
            ChatService chats) {
        this.store = store;
        this.pictures = pictures;
        this.models = models;
        this.chats = chats;
    }

    /// @param alongside how many pictures the conversation shows
    /// @param cancel is cancelled if the model is closed meanwhile
    public Sight look(StoredPicture picture, int alongside, CancelToken cancel)
            throws EngineException, StoreException {
        var original = pictures.decode(picture);
        Optional<Optional<PictureLook>> look =
                models.useIfOpen(
                        cancel,
                        assistant ->
                                assistant.info().acceptsPictures()
                                                && !(assistant instanceof RemoteAssistant)
                                        ? Optional.of(assistant.look(original, alongside))
                                        : Optional.empty());
        return new Sight(original, look.flatMap(Function.identity()));
    }

    /// What was learnt of an answer while it was made; empty after a new start of the program.
    public Optional<AnswerDetail> detail(StoredTurn answer) {
        return chats.details().find(answer.id());
    }

    /// What the pictures did for each word of an answer, in the eyes of the open model.
    ///
    /// @return empty if cancelled
    public Optional<Grounding> ground(StoredTurn answer, CancelToken cancel)
            throws EngineException, StoreException {
        var before = ChatService.before(answer, store.tree(answer.conversationId()));
        if (before.isEmpty() || before.getLast().role() != Role.USER) {
            throw new IllegalStateException("no question before the answer");
        }
        var turns = chats.engineTurns(before);
        return models.use(
                cancel,
                assistant -> assistant.ground(turns, answer.text(), models.adapter(), cancel));
    }
}
