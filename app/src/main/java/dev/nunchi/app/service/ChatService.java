package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.Answerer;
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
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Role;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

/// Asks and answers in a conversation, with the open model of [ModelService].
public final class ChatService {
    private final ConversationStore store;
    private final PictureService pictures;
    private final ModelService models;
    private final Corrections corrections;
    private final Supplier<Generation> generation;
    private final AnswerDetails details = new AnswerDetails();

    /// Where conversations and what was corrected in them are kept.
    public record Kept(ConversationStore store, Corrections corrections) {}

    /// @param generation asked at each answer
    public ChatService(
            Kept kept,
            PictureService pictures,
            ModelService models,
            Supplier<Generation> generation) {
        this.store = kept.store();
        this.corrections = kept.corrections();
        this.pictures = pictures;
        this.models = models;
        this.generation = generation;
    }

    AnswerDetails details() {
        return details;
    }

    /// What tells what the model sees, of the same conversations.
    public SightService sight() {
        return new SightService(store, pictures, models, this);
    }

    /// Adds a question to a conversation; the first one gives it its title.
    public StoredTurn ask(long conversationId, Draft draft) throws StoreException {
        List<StoredTurn> before = store.turns(conversationId);
        var question =
                before.isEmpty()
                        ? NewTurn.first(conversationId, Role.USER, draft.text(), draft.pictures())
                        : NewTurn.after(
                                before.getLast(), Role.USER, draft.text(), draft.pictures());
        StoredTurn asked = store.add(question);
        String title = store.find(conversationId).map(Conversation::title).orElse("");
        if (title.isEmpty()) {
            store.rename(conversationId, ConversationService.titleFrom(draft.text()));
        }
        return asked;
    }

    /// Asks a changed question in the place of an old one. The old one and what followed it stay
    /// behind it.
    public StoredTurn askAgain(StoredTurn old, Draft draft) throws StoreException {
        return store.add(NewTurn.beside(old, Role.USER, draft.text(), draft.pictures()));
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

    /// Answers a question once more, in other words: at [#otherTemperature]. The old answer and
    /// what followed it stay behind the new one, and come back if that stays empty. An answer that
    /// was broken off is made as the settings say: nobody asked for other words.
    ///
    /// @param old an answer
    public StoredTurn regenerate(StoredTurn old, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException {
        if (old.role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("only answers can be made again");
        }
        var tree = store.tree(old.conversationId());
        var settings = generation.get();
        long earlier = tree.stream().filter(turn -> turn.parent().equals(old.parent())).count();
        return answer(
                before(old, tree),
                old.state() == StoredTurn.State.PARTIAL
                        ? settings
                        : Sampling.another(settings, (int) earlier),
                listener,
                cancel);
    }

    /// Goes on with an answer that was stopped or broke off; what it says more is added to it.
    public StoredTurn resume(StoredTurn stopped, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException {
        if (stopped.role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("only answers can be gone on with");
        }
        var turns = new ArrayList<>(before(stopped, store.tree(stopped.conversationId())));
        turns.add(stopped);
        return answer(turns, generation.get(), new SavedAnswer(store, stopped, listener), cancel);
    }

    /// Puts an answer as it should have been in front of one that was made, and keeps it as a row
    /// of training data.
    ///
    /// @return what was done, for [#undo]
    public Correction correct(StoredTurn made, String text) throws EngineException, StoreException {
        if (made.role() != Role.ASSISTANT || text.isBlank()) {
            throw new IllegalArgumentException("only answers can be corrected, and into words");
        }
        var before = before(made, store.tree(made.conversationId()));
        var refusal = corrections.refusal(before);
        var corrected = store.add(NewTurn.beside(made, Role.ASSISTANT, text.strip(), List.of()));
        var correction = new Correction(made, corrected, refusal);
        if (refusal.isEmpty()) {
            corrections.add(correction.row(), before, corrected.text());
        }
        return correction;
    }

    /// Takes a correction back, together with what has followed it.
    public void undo(Correction correction) throws EngineException, StoreException {
        corrections.remove(correction.row());
        store.removeTurn(correction.corrected().id());
        store.putInFront(correction.made().id());
    }

    /// The turns that a turn follows, the first one first.
    static List<StoredTurn> before(StoredTurn turn, List<StoredTurn> tree) {
        var byId = new HashMap<Long, StoredTurn>();
        tree.forEach(known -> byId.put(known.id(), known));
        var path = new ArrayDeque<StoredTurn>();
        var parent = turn.parent().map(byId::get);
        while (parent.isPresent()) {
            path.addFirst(parent.get());
            parent = parent.get().parent().map(byId::get);
        }
        return List.copyOf(path);
    }

    /// The temperature of [#regenerate]: that of the settings, or 0.7 where it is 0, which could
    /// only give the same answer again.
    public double otherTemperature() {
        return Sampling.otherTemperature(generation.get());
    }

    /// Lets the conversation go on with one of the turns that stand beside each other, and with
    /// what followed it.
    ///
    /// @param turn its id, of [ConversationPath#forks]
    public void choose(long turn) throws StoreException {
        store.putInFront(turn);
    }

    /// Encodes a picture of a draft ahead of its question.
    ///
    /// @param progress hears of each part that the model has looked at
    public void prepare(StoredPicture picture, Progress progress, CancelToken cancel)
            throws EngineException, StoreException {
        Picture decoded = pictures.decode(picture);
        models.use(
                cancel,
                assistant -> {
                    assistant.prepare(decoded, progress, cancel);
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
        return count(before(old, store.tree(old.conversationId())), draft);
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
        var begun = store.begin(NewTurn.after(question.getLast(), Role.ASSISTANT, "", List.of()));
        return answer(question, settings, new SavedAnswer(store, begun, listener), cancel);
    }

    /// @param saved is closed here
    private StoredTurn answer(
            List<StoredTurn> stored, Generation settings, SavedAnswer saved, CancelToken cancel)
            throws EngineException, StoreException {
        try (saved) {
            var turns = engineTurns(stored);
            var sampled = Sampling.options(settings);
            long conversation = stored.getLast().conversationId();
            return models.use(
                    cancel,
                    assistant -> {
                        var who =
                                assistant instanceof RemoteAssistant elsewhere
                                        ? elsewhere.answerer()
                                        : Answerer.local(assistant.info().name(), models.adapter());
                        store.useModel(conversation, who.model(), who.adapter());
                        var options = who.adapter().map(sampled::withAdapter).orElse(sampled);
                        var answer = assistant.answer(turns, options, saved, cancel);
                        details.keep(saved.turnId(), AnswerDetail.of(answer, assistant.info()));
                        return saved.finish(answer, who);
                    });
        }
    }

    /// A conversation as the engine takes it, with the person's standing instructions.
    List<Turn> engineTurns(List<StoredTurn> stored) throws EngineException {
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
