package dev.nunchi.bench;

import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.text.Role;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Asks somebody else's server with the client of the window: its models, a stream, a conversation,
/// a picture, a question that it has to refuse, an answer that is cancelled.
public final class RemoteAnswers {
    private static final int MANY_WORDS = 100_000;
    private static final int LONG_ANSWER = 2000;

    private final Endpoint endpoint;
    private final RemoteClient client = new RemoteClient(Limits.defaults());
    private boolean failed;

    private RemoteAnswers(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// @param arguments address with `/v1`, and a picture if the server's model sees
    public static void main(String[] arguments) throws RemoteException, PictureException {
        var address = URI.create(arguments[0]);
        try (var asked = new RemoteClient(Limits.defaults())) {
            var unnamed = endpoint(address, "unnamed");
            var models = asked.models(unnamed, CancelToken.none());
            System.out.println("models: " + models);
            var answers = new RemoteAnswers(endpoint(address, models.getFirst()));
            answers.run(arguments.length > 1 ? List.of(Path.of(arguments[1])) : List.of());
            answers.client.close();
            System.exit(answers.failed ? 1 : 0);
        }
    }

    private static Endpoint endpoint(URI address, String model) {
        return new Endpoint("server", address, model, Secret.none(), Endpoint.Consent.GIVEN);
    }

    private void run(List<Path> pictures) throws RemoteException, PictureException {
        var stream = new Stream(Integer.MAX_VALUE);
        var answer = ask(List.of(user("Name three colours.")), 40, stream);
        say("stream", stream.pieces.size() > 1, stream.pieces.size() + " pieces, " + words(answer));
        var talk = List.of(user("My name is Ann."), assistant("Hello Ann."), user("Who am I?"));
        answer = ask(talk, 40, new Stream(Integer.MAX_VALUE));
        say("conversation", !answer.text().isBlank(), words(answer));
        for (var picture : pictures) {
            var shown = OutgoingPicture.of(PictureReader.read(picture));
            var turn = new RemoteTurn(Role.USER, List.of(shown), "What is in this picture?");
            answer = ask(List.of(turn), 40, new Stream(Integer.MAX_VALUE));
            say("picture", !answer.text().isBlank(), words(answer));
        }
        refused();
        var few = new Stream(3);
        answer = ask(List.of(user("Tell a very long story.")), LONG_ANSWER, few);
        String took = "%d ms".formatted((System.nanoTime() - few.cancelled) / 1_000_000);
        say("cancel", answer.finishReason() == FinishReason.CANCELLED, took);
        answer = ask(List.of(user("Name a colour.")), 8, new Stream(Integer.MAX_VALUE));
        say("after the cancel", !answer.text().isBlank(), words(answer));
    }

    private void refused() {
        try {
            var answer = ask(List.of(user("word ".repeat(MANY_WORDS))), 8, new Stream(1));
            say("too long", false, "answered: " + words(answer));
        } catch (RemoteException e) {
            say("too long", true, e.reason() + ", the server says: " + e.serverSays());
        }
    }

    private void say(String what, boolean holds, String detail) {
        failed |= !holds;
        System.out.printf("%s: %s; %s%n", what, holds ? "ok" : "FAILED", detail);
    }

    private static String words(Answer answer) {
        return "%s after %.0f ms, %d + %d tokens: %s"
                .formatted(
                        answer.finishReason(),
                        answer.timing().total(),
                        answer.usage().promptTokens(),
                        answer.usage().newTokens(),
                        answer.text().replaceAll("\\s+", " "));
    }

    private Answer ask(List<RemoteTurn> turns, int longest, Stream stream) throws RemoteException {
        var generation = new Generation(0, longest, OptionalLong.empty(), "");
        return client.answer(endpoint, new ChatRequest(turns, generation), stream, stream.cancel);
    }

    private static RemoteTurn user(String words) {
        return new RemoteTurn(Role.USER, List.of(), words);
    }

    private static RemoteTurn assistant(String words) {
        return new RemoteTurn(Role.ASSISTANT, List.of(), words);
    }

    /// Cancels after some pieces.
    private static final class Stream implements AnswerListener {
        private final List<String> pieces = new ArrayList<>();
        private final CancelToken cancel = new CancelToken();
        private final int longest;
        private long cancelled;

        Stream(int longest) {
            this.longest = longest;
        }

        @Override
        public void onText(String delta) {
            pieces.add(delta);
            if (pieces.size() == longest) {
                cancelled = System.nanoTime();
                cancel.cancel();
            }
        }

        @Override
        public void report(Stage stage, long done, long total) {
            // Nobody looks.
        }
    }
}
