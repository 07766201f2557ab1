package dev.nunchi.app.service;

import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Grounding;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.chat.PictureLook;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A model behind an endpoint in the place of one of this computer.
///
/// Questions leave only as long as the person has agreed to the endpoint and allows the use of the
/// network. Pictures leave as [OutgoingPicture]s. What only the own model can tell is not there:
/// how a picture is seen, how likely words are, how many tokens a question has.
public final class RemoteAssistant implements Assistant {
    /// Servers do not say theirs; most have as much, and tell when it is too little.
    private static final int CONTEXT = 32_768;

    /// Of a picture; only whether it is more than none counts here.
    private static final int PICTURE_TOKENS = 576;

    private final Endpoint endpoint;
    private final RemoteClient remote;
    private final Supplier<Settings> settings;

    /// @param remote is not closed with the assistant
    /// @param settings asked before each question
    public RemoteAssistant(Endpoint endpoint, RemoteClient remote, Supplier<Settings> settings) {
        this.endpoint = endpoint;
        this.remote = remote;
        this.settings = settings;
    }

    /// Who answers, as conversations keep it.
    public Answerer answerer() {
        return Answerer.remote(endpoint.model(), endpoint.name());
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(
                endpoint.model(), CONTEXT, PICTURE_TOKENS, true, endpoint.host(), List.of());
    }

    /// Does nothing: pictures leave with their question, not before.
    @Override
    public void prepare(Picture picture, Progress progress, CancelToken cancel) {}

    @Override
    public PictureLook look(Picture picture, int pictures) throws UnsupportedModelException {
        throw onlyHere();
    }

    /// @return nothing: the server counts
    @Override
    public TokenUsage count(List<Turn> conversation) {
        return new TokenUsage(0, 0, 0);
    }

    @Override
    public Answer answer(
            List<Turn> conversation,
            AnswerOptions options,
            AnswerListener listener,
            CancelToken cancel)
            throws DeviceException {
        boolean agreed =
                settings.get()
                        .endpoint(endpoint.name())
                        .filter(known -> known.consent() == Endpoint.Consent.GIVEN)
                        .filter(_ -> settings.get().allows(NetworkUse.REMOTE_ANSWERS))
                        .isPresent();
        if (!agreed) {
            throw new IllegalStateException("nobody agreed that this leaves");
        }
        var turns = conversation.stream().map(RemoteAssistant::outgoing).toList();
        try {
            return remote.answer(
                    endpoint, new ChatRequest(turns, generation(options)), listener, cancel);
        } catch (RemoteException e) {
            throw new DeviceException(endpoint.name(), String.valueOf(e.getMessage()), e);
        }
    }

    private static RemoteTurn outgoing(Turn turn) {
        return new RemoteTurn(
                turn.role(),
                turn.pictures().stream().map(OutgoingPicture::of).toList(),
                turn.text());
    }

    /// The standing instruction is among the turns already.
    private static Generation generation(AnswerOptions options) {
        var sampling = options.sampling();
        return new Generation(
                sampling.temperature(),
                options.maxNewTokens(),
                sampling.temperature() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(sampling.seed()),
                "");
    }

    @Override
    public Score score(List<Turn> conversation, String answer, Optional<String> adapter)
            throws UnsupportedModelException {
        throw onlyHere();
    }

    @Override
    public Optional<Grounding> ground(
            List<Turn> conversation, String answer, Optional<String> adapter, CancelToken cancel)
            throws UnsupportedModelException {
        throw onlyHere();
    }

    private UnsupportedModelException onlyHere() {
        return new UnsupportedModelException(
                "looking into the model of a server", List.of("models of this computer"));
    }

    /// Nothing is held.
    @Override
    public void close() {}
}
