package dev.nunchi.app.service;

import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.store.BallotStore;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.adapter.InstalledAdapter;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lets several answer the same question: models of this computer, as they are or with an adapter,
/// and models behind endpoints.
///
/// At most one model of this computer is open at a time: two would share the cores, and neither
/// figure of speed would mean anything; nor might both fit. Those that share weights are asked one
/// after another on one opened model.
public final class SideBySide {
    private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);
    private static final SideAnswer NOT_ASKED =
            new SideAnswer(
                    new Answer(
                            "",
                            FinishReason.CANCELLED,
                            new TokenUsage(0, 0, 0),
                            new AnswerTiming(0, 0, 0, 0, 0)),
                    List.of());

    private final Kept kept;
    private final Local local;
    private final RemoteClient remote;

    /// Where questions come from and choices go.
    public record Kept(ConversationStore store, BallotStore ballots, PictureService pictures) {}

    /// What answers on this computer.
    public record Local(ModelService models, AdapterService adapters, ChatService chats) {}

    public SideBySide(Kept kept, Local local, RemoteClient remote) {
        this.kept = kept;
        this.local = local;
        this.remote = remote;
    }

    /// All who could be asked: each model, followed by itself with each of its adapters; then the
    /// endpoints. May read all weights of a model that was never used.
    public List<Answerer> answerers(List<Endpoint> endpoints) throws EngineException {
        var all = new ArrayList<Answerer>();
        boolean noAdapters = local.adapters().list().isEmpty();
        for (var model : local.models().list()) {
            all.add(Answerer.local(model.name(), Optional.empty()));
            if (!noAdapters) {
                adaptersOf(model).stream()
                        .map(name -> Answerer.local(model.name(), Optional.of(name)))
                        .forEach(all::add);
            }
        }
        endpoints.stream()
                .map(endpoint -> Answerer.remote(endpoint.model(), endpoint.name()))
                .forEach(all::add);
        return all;
    }

    /// A model that cannot be read is told of when it is asked.
    private List<String> adaptersOf(InstalledModel model) {
        try {
            return local.adapters().of(model).stream().map(InstalledAdapter::name).toList();
        } catch (EngineException e) {
            LOG.warn("The adapters of a model cannot be found: {}", e.getClass().getName());
            return List.of();
        }
    }

    /// The one that answers in the conversations now; empty while no model is open.
    public Optional<Answerer> current() {
        return local.models()
                .current()
                .map(info -> Answerer.local(info.name(), local.models().adapter()));
    }

    /// A question of a person after all that was said before it.
    public List<StoredTurn> conversation(StoredTurn question) throws StoreException {
        var turns =
                new ArrayList<>(
                        ChatService.before(question, kept.store().tree(question.conversationId())));
        turns.add(question);
        return turns;
    }

    /// The order in which those of this computer answer with the fewest models opened: who shares
    /// the weights that are open comes first, then the others as they are first named.
    public List<Answerer> inOrder(List<Answerer> answerers) {
        var here = answerers.stream().filter(who -> !who.isRemote()).toList();
        var models = new ArrayList<>(here.stream().map(Answerer::model).distinct().toList());
        local.models()
                .current()
                .map(ModelInfo::name)
                .filter(models::remove)
                .ifPresent(models::addFirst);
        return here.stream()
                .sorted(Comparator.comparingInt(who -> models.indexOf(who.model())))
                .toList();
    }

    /// Lets one answer, as the settings say. Opens its model if another one is open.
    ///
    /// @param listener hears the words on the calling thread
    /// @return also when cancelled, with what there was
    public SideAnswer answer(
            SideQuestion question, Answerer who, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException, RemoteException {
        if (cancel.isCancelled()) {
            return NOT_ASKED;
        }
        return who.isRemote()
                ? answerElsewhere(question, who, listener, cancel)
                : answerHere(question, who, listener, cancel);
    }

    private SideAnswer answerHere(
            SideQuestion question, Answerer who, AnswerListener listener, CancelToken cancel)
            throws EngineException, StoreException {
        var adapters =
                question.answerers().stream()
                        .filter(who::sharesWeightsWith)
                        .flatMap(other -> other.adapter().stream())
                        .toList();
        local.models().open(installed(who.model()), adapters, listener);
        var turns = local.chats().engineTurns(question.turns());
        var sampled = Sampling.options(question.settings().generation());
        var options = who.adapter().map(sampled::withAdapter).orElse(sampled);
        var answer =
                local.models()
                        .use(
                                cancel,
                                assistant -> assistant.answer(turns, options, listener, cancel));
        return new SideAnswer(answer, List.of());
    }

    private InstalledModel installed(String name) throws StorageException {
        return local.models()
                .find(name)
                .orElseThrow(() ->
                        new StorageException(
                                Path.of(name), StorageException.Reason.NOT_FOUND, "no such model"));
    }

    private SideAnswer answerElsewhere(
            SideQuestion question, Answerer who, AnswerListener listener, CancelToken cancel)
            throws EngineException, RemoteException {
        var endpoint =
                question.endpoint(who)
                        .filter(known -> known.consent() == Endpoint.Consent.GIVEN)
                        .filter(_ -> question.settings().allows(NetworkUse.REMOTE_ANSWERS))
                        .orElseThrow(
                                () -> new IllegalStateException("nobody agreed that this leaves"));
        var turns = new ArrayList<RemoteTurn>();
        var sent = new ArrayList<OutgoingPicture>();
        for (var turn : question.turns()) {
            var pictures = outgoing(turn);
            sent.addAll(pictures);
            turns.add(new RemoteTurn(turn.role(), pictures, turn.text()));
        }
        var request = new ChatRequest(turns, question.settings().generation());
        return new SideAnswer(remote.answer(endpoint, request, listener, cancel), sent);
    }

    private List<OutgoingPicture> outgoing(StoredTurn turn) throws EngineException {
        var pictures = new ArrayList<OutgoingPicture>();
        for (var picture : turn.pictures()) {
            pictures.add(OutgoingPicture.of(kept.pictures().decode(picture)));
        }
        return pictures;
    }

    /// Adds an answer to the conversation, in front of others to the same question, with the name
    /// of the one who gave it.
    public StoredTurn keep(StoredTurn question, Answerer who, SideAnswer given)
            throws StoreException {
        var answer = given.answer();
        var begun = kept.store().begin(NewTurn.after(question, Role.ASSISTANT, "", List.of()));
        kept.store().finish(begun.id(), answer.text(), AnswerFacts.of(answer, who));
        return begun;
    }

    public void keep(Ballot ballot) throws StoreException {
        kept.ballots().add(ballot);
    }

    /// All ballots, the first that was cast first.
    public List<Ballot> ballots() throws StoreException {
        return kept.ballots().ballots();
    }
}
