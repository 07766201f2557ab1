package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Asks and answers in a conversation, with the open model of [ModelService].
public final class ChatService {
    private final ConversationStore store;
    private final PictureService pictures;
    private final ModelService models;
    private final Supplier<Generation> generation;

    /// @param generation asked at each answer
    public ChatService(
            ConversationStore store,
            PictureService pictures,
            ModelService models,
            Supplier<Generation> generation) {
        this.store = store;
        this.pictures = pictures;
        this.models = models;
        this.generation = generation;
    }

    /// Adds a question to a conversation; the first one gives it its title.
    public StoredTurn ask(long conversationId, Draft draft) throws StoreException {
        List<StoredTurn> before = store.turns(conversationId);
        StoredTurn asked =
                store.add(
                        new NewTurn(
                                conversationId,
                                before.size(),
                                Role.USER,
                                draft.text(),
                                draft.pictures()));
        String title = store.find(conversationId).map(Conversation::title).orElse("");
        if (title.isEmpty()) {
            store.rename(conversationId, ConversationService.titleFrom(draft.text()));
        }
        return asked;
    }

    /// Puts a changed question in the place of an old one and forgets what followed it.
    public StoredTurn askAgain(StoredTurn old, Draft draft) throws StoreException {
        store.removeFrom(old.conversationId(), old.position());
        return ask(old.conversationId(), draft);
    }

    /// Answers the last question of a conversation. What there is of the answer is saved at least
    /// every half second; an answer that ends in an error stays as far as it came.
    ///
    /// @param listener hears the text on the calling thread
    /// @return the answer, also when cancelled
    /// @throws IllegalStateException if no question waits for an answer or no model is open
    public StoredTurn answer(long conversationId, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException {
        List<StoredTurn> turns = store.turns(conversationId);
        if (turns.isEmpty() || turns.getLast().role() != Role.USER) {
            throw new IllegalStateException("no question waits for an answer");
        }
        return answer(turns, generation.get(), listener, cancel);
    }

    /// Answers a question once more, in other words: at [#otherTemperature]. The old answer stands
    /// until the new one has begun, and comes back if the new one stays empty. An answer that was
    /// broken off is made as the settings say: nobody asked for other words.
    ///
    /// @param old an answer; what follows it is forgotten
    public StoredTurn regenerate(StoredTurn old, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException {
        if (old.role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("only answers can be made again");
        }
        store.removeFrom(old.conversationId(), old.position() + 1);
        var question = store.turns(old.conversationId()).subList(0, old.position());
        var settings = generation.get();
        return answer(
                question,
                old.state() == StoredTurn.State.PARTIAL
                        ? settings
                        : Sampling.another(settings, alternatives(old).size()),
                listener,
                cancel);
    }

    /// The temperature of [#regenerate]: that of the settings, or 0.7 where it is 0, which could
    /// only give the same answer again.
    public double otherTemperature() {
        return Sampling.otherTemperature(generation.get());
    }

    /// All answers to the question of an answer, the first that was made first.
    public List<StoredTurn> alternatives(StoredTurn answer) throws StoreException {
        return store.alternatives(answer.conversationId(), answer.position());
    }

    /// Makes one of several answers to a question the one with which the conversation goes on.
    public void choose(StoredTurn answer) throws StoreException {
        store.putInFront(answer.id());
    }

    /// Encodes a picture of a draft ahead of its question.
    public void prepare(StoredPicture picture, CancelToken cancel)
            throws EngineException, StoreException {
        Picture decoded = pictures.decode(picture);
        models.use(
                cancel,
                assistant -> {
                    assistant.prepare(decoded, cancel);
                    return assistant;
                });
    }

    /// How full the context would be if a draft were asked now.
    public TokenUsage count(long conversationId, Draft draft)
            throws EngineException, StoreException {
        return count(store.turns(conversationId), draft);
    }

    /// How full it would be if a draft took the place of an old question, see [#askAgain].
    public TokenUsage countAgain(StoredTurn old, Draft draft)
            throws EngineException, StoreException {
        var before =
                store.turns(old.conversationId()).stream()
                        .filter(turn -> turn.position() < old.position())
                        .toList();
        return count(before, draft);
    }

    private TokenUsage count(List<StoredTurn> before, Draft draft)
            throws EngineException, StoreException {
        var turns = engineTurns(before);
        turns.add(userTurn(draft.text(), draft.pictures()));
        return models.use(new CancelToken(), assistant -> assistant.count(turns));
    }

    private StoredTurn answer(
            List<StoredTurn> question,
            Generation settings,
            AnswerListener listener,
            CancelToken cancel)
            throws EngineException, StoreException {
        var turns = engineTurns(question);
        var sampled = Sampling.options(settings);
        long conversation = question.getLast().conversationId();
        StoredTurn begun =
                store.begin(
                        new NewTurn(conversation, question.size(), Role.ASSISTANT, "", List.of()));
        try (var saved = new SavedAnswer(store, begun, listener)) {
            return saved.finish(
                    models.use(
                            cancel,
                            assistant -> {
                                store.useModel(conversation, assistant.info().name());
                                var options =
                                        models.adapter().map(sampled::withAdapter).orElse(sampled);
                                return assistant.answer(turns, options, saved, cancel);
                            }));
        }
    }

    private List<Turn> engineTurns(List<StoredTurn> stored) throws EngineException {
        var turns = new ArrayList<Turn>();
        String system = generation.get().systemPrompt();
        if (!system.isBlank()) {
            turns.add(Turn.system(system));
        }
        for (StoredTurn turn : stored) {
            turns.add(
                    turn.role() == Role.USER
                            ? userTurn(turn.text(), turn.pictures())
                            : new Turn(turn.role(), List.of(), turn.text()));
        }
        return turns;
    }

    /// A question as the engine takes it.
    Turn userTurn(String text, List<StoredPicture> stored) throws EngineException {
        var decoded = new ArrayList<Picture>();
        for (StoredPicture picture : stored) {
            decoded.add(pictures.decode(picture));
        }
        return new Turn(Role.USER, decoded, text);
    }
}
