package dev.nunchi.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.remote.RemoteException.Reason;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;

/// Against a server on this computer that does what servers do.
@Timeout(60)
class RemoteClientTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(20), Duration.ofSeconds(30), 20_000);
    private static final String PIECE =
            "data: {\"choices\":[{\"delta\":{\"content\":\"Yes.\"}}]}\n\n";

    private static final Limits IMPATIENT =
            new Limits(Duration.ofSeconds(20), Duration.ofSeconds(3), 20_000);

    private final ScriptedServer server = new ScriptedServer();
    private RemoteClient client = new RemoteClient(LIMITS);
    private final CancelToken cancel = new CancelToken();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void answerIsStreamedInPieces() throws RemoteException {
        server.says("고양이가 ", "창가에 ", "있어요.");

        var answer = ask("무엇이 보여요?");

        assertEquals(List.of("고양이가 ", "창가에 ", "있어요."), heard);
        assertEquals("고양이가 창가에 있어요.", answer.text());
        assertEquals(FinishReason.STOP, answer.finishReason());
        assertEquals(new TokenUsage(600, 0, 3), answer.usage());
        assertTrue(answer.timing().firstToken() > 0);
    }

    @Test
    void requestHoldsConversationModelAndSampling() throws RemoteException {
        server.says("Yes.");
        var generation = new Generation(0.5, 99, OptionalLong.of(7), "Be brief.");
        var turns =
                List.of(
                        new RemoteTurn(Role.USER, List.of(), "A cat?"),
                        new RemoteTurn(Role.ASSISTANT, List.of(), "A dog."),
                        new RemoteTurn(Role.USER, List.of(), "Sure?"));

        client.answer(
                server.endpoint("sk-abc"), new ChatRequest(turns, generation), new Ear(), cancel);

        var sent = server.requests().getFirst();
        assertEquals("/v1/chat/completions", sent.path());
        assertEquals("Bearer sk-abc", sent.authorization());
        assertEquals(
                new JsonMapper()
                        .readTree(
                                """
                                {"model": "llava-34b", "stream": true,
                                 "stream_options": {"include_usage": true},
                                 "max_tokens": 99, "temperature": 0.5, "seed": 7,
                                 "messages": [
                                   {"role": "system", "content": "Be brief."},
                                   {"role": "user", "content": "A cat?"},
                                   {"role": "assistant", "content": "A dog."},
                                   {"role": "user", "content": "Sure?"}]}
                                """),
                new JsonMapper().readTree(sent.body()));
    }

    @Test
    void pictureIsSentAsADataAddress() throws Exception {
        server.says("Grey.");
        var picture = OutgoingPicture.of(grey(40, 30, "PNG"));
        var turn = new RemoteTurn(Role.USER, List.of(picture), "Which colour?");

        ask(new ChatRequest(List.of(turn), Generation.defaults()));

        var content =
                new JsonMapper()
                        .readTree(server.requests().getFirst().body())
                        .at("/messages/0/content");
        assertEquals("Which colour?", content.at("/1/text").stringValue());
        String url = content.at("/0/image_url/url").stringValue();
        assertTrue(url.startsWith("data:image/png;base64,"));
        byte[] bytes = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        assertEquals(40, PictureReader.read(bytes, "sent.png").width());
    }

    @Test
    void noKeyMeansNoHeader() throws RemoteException {
        server.says("Yes.");
        ask("A cat?");
        assertEquals("", server.requests().getFirst().authorization());
    }

    @Test
    void answerOfAServerThatDoesNotStreamIsTakenWhole() throws RemoteException {
        server.responds(
                200,
                "application/json; charset=utf-8",
                """
                {"choices": [{"message": {"content": "A cat."}, "finish_reason": "length"}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 3}}
                """);

        var answer = ask("What?");

        assertEquals(List.of("A cat."), heard);
        assertEquals(FinishReason.LENGTH, answer.finishReason());
        assertEquals(3, answer.usage().newTokens());
    }

    @ParameterizedTest
    @CsvSource({
        "301, NOT_FOUND",
        "400, REJECTED",
        "401, NOT_ALLOWED",
        "403, NOT_ALLOWED",
        "404, NOT_FOUND",
        "413, QUESTION_TOO_LARGE",
        "422, REJECTED",
        "429, BUSY",
        "500, SERVER_FAILED",
        "503, SERVER_FAILED"
    })
    void statusTellsWhatIsWrong(int status, Reason reason) {
        server.responds(
                status, "application/json", "{\"error\": {\"message\": \"no  such\\nthing\"}}");

        var refused = refused();

        assertEquals(reason, refused.reason());
        assertEquals("no such thing", refused.serverSays());
    }

    @Test
    void redirectionIsNotFollowed() {
        server.does(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });

        refused();

        assertEquals(1, server.requests().size());
    }

    @Test
    void keyThatAServerRepeatsIsHidden() {
        server.does(exchange -> {
            byte[] words =
                    "{\"error\": {\"message\": \"wrong key sk-abc\"}}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, words.length);
            exchange.getResponseBody().write(words);
        });

        var refused = assertThrows(RemoteException.class, () -> ask(server.endpoint("sk-abc")));

        assertEquals("wrong key •••", refused.serverSays());
        assertFalse(String.valueOf(refused).contains("sk-abc"));
    }

    @Test
    void streamWithoutAPieceIsAFailureOfTheServer() {
        server.responds(200, "text/event-stream", "");
        assertEquals(Reason.SERVER_FAILED, refused().reason());
    }

    /// Ends the connection only when the next question comes on it.
    @Test
    void questionAfterABrokenAnswerIsNotLostOnItsConnection() throws Exception {
        try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var serving =
                    threads.submit(() -> {
                        try (var first = listening.accept()) {
                            respond(first, "");
                            try (var second = listening.accept()) {
                                respond(second, PIECE + "data: [DONE]\n\n");
                            }
                        }
                        return true;
                    });
            var address = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/v1");
            var endpoint =
                    new Endpoint("lab", address, "llava", Secret.none(), Endpoint.Consent.GIVEN);
            assertThrows(RemoteException.class, () -> ask(endpoint));
            assertEquals("Yes.", ask(endpoint).text());
            assertTrue(serving.get());
        }
    }

    private static void respond(Socket socket, String events) throws IOException {
        var in = socket.getInputStream();
        while (in.read() != '}' || in.available() > 0) {
            // The request's body is the last that comes.
        }
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: %d\r\n\r\n"
                        .formatted(events.length());
        socket.getOutputStream().write((head + events).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[1, 2]", "\"words\"", "{\"choices\": "})
    void pieceThatIsNoObjectIsNotUnderstood(String event) {
        server.streams(event);
        assertEquals(Reason.NOT_UNDERSTOOD, refused().reason());
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <html>Welcome</html>",
        "application/json, <html>Welcome</html>",
        "application/json, {}",
        "text/plain, Welcome"
    })
    void responseThatIsNoAnswerIsNotUnderstood(String type, String body) {
        server.responds(200, type, body);
        assertEquals(Reason.NOT_UNDERSTOOD, refused().reason());
    }

    @Test
    void streamThatEndsEarlyIsCutAndItsWordsWereHeard() {
        server.streams(ScriptedServer.piece("A ca"));

        assertEquals(Reason.CUT, refused().reason());
        assertEquals(List.of("A ca"), heard);
    }

    @Test
    void connectionThatBreaksIsCut() {
        server.does(exchange -> {
            ScriptedServer.begin(exchange);
            ScriptedServer.send(exchange, ScriptedServer.piece("A ca"));
            throw new IOException("the server dies");
        });

        assertEquals(Reason.CUT, refused().reason());
    }

    @Test
    void errorWithinTheStreamIsTold() {
        server.streams(ScriptedServer.piece("A"), "{\"error\": {\"message\": \"out of memory\"}}");

        var refused = refused();

        assertEquals(Reason.SERVER_FAILED, refused.reason());
        assertEquals("out of memory", refused.serverSays());
    }

    @Test
    void serverThatSaysNothingAtAllStalls() {
        client = new RemoteClient(IMPATIENT);
        server.does(_ -> server.fallSilent());
        assertEquals(Reason.STALLED, refused().reason());
    }

    @Test
    void serverThatFallsSilentInTheMiddleStalls() {
        client = new RemoteClient(IMPATIENT);
        server.does(exchange -> {
            ScriptedServer.begin(exchange);
            ScriptedServer.send(exchange, ScriptedServer.piece("A ca"));
            server.fallSilent();
        });

        assertEquals(Reason.STALLED, refused().reason());
        assertEquals(List.of("A ca"), heard);
    }

    @Test
    void answerWithoutEndIsCutOff() {
        server.does(exchange -> {
            ScriptedServer.begin(exchange);
            while (true) {
                ScriptedServer.send(exchange, ScriptedServer.piece("blah ".repeat(100)));
            }
        });

        assertEquals(Reason.ANSWER_TOO_LARGE, refused().reason());
    }

    @Test
    void cancelledAnswerHasWhatThereWas() throws RemoteException {
        server.does(exchange -> {
            ScriptedServer.begin(exchange);
            ScriptedServer.send(exchange, ScriptedServer.piece("A ca"));
            server.fallSilent();
        });
        var stopping =
                new Ear() {
                    @Override
                    public void onText(String delta) {
                        cancel.cancel();
                    }
                };

        var answer = client.answer(server.endpoint(""), question("What?"), stopping, cancel);

        assertEquals("A ca", answer.text());
        assertEquals(FinishReason.CANCELLED, answer.finishReason());
    }

    @Test
    void nobodyListensThere() {
        server.close();
        assertEquals(Reason.REFUSED, refused().reason());
    }

    @Test
    void nobodyHasThatName() {
        var nowhere = at("http://nunchi-test.invalid/v1", "");
        assertEquals(
                Reason.UNKNOWN_HOST,
                assertThrows(RemoteException.class, () -> ask(nowhere)).reason());
    }

    @Test
    void plainServerIsNotSafe() throws IOException {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> refuse(plain));
            var safe = at("https://127.0.0.1:" + plain.getLocalPort() + "/v1", "");
            assertEquals(
                    Reason.INSECURE, assertThrows(RemoteException.class, () -> ask(safe)).reason());
        }
    }

    /// As a server without certificates does that hears a handshake.
    private static void refuse(ServerSocket plain) {
        try (var connection = plain.accept()) {
            connection.getInputStream().read();
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsSentWithoutTheKeyThatAVariableShouldHold() {
        var endpoint = server.endpoint("$NUNCHI_TEST_NO_SUCH_VARIABLE");

        var refused = assertThrows(RemoteException.class, () -> ask(endpoint));

        assertEquals(Reason.NO_KEY, refused.reason());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void modelsAreListed() throws RemoteException {
        server.responds(
                200,
                "application/json",
                "{\"object\": \"list\", \"data\": [{\"id\": \"llava-34b\"}, {\"id\": \"other\"}]}");

        assertEquals(
                List.of("llava-34b", "other"), client.models(server.endpoint("sk-abc"), cancel));
        assertEquals("/v1/models", server.requests().getFirst().path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "<html>", "{\"data\": 3}"})
    void whatIsNoListOfModelsIsNotUnderstood(String body) {
        server.responds(200, "application/json", body);
        assertEquals(
                Reason.NOT_UNDERSTOOD,
                assertThrows(
                                RemoteException.class,
                                () -> client.models(server.endpoint(""), cancel))
                        .reason());
    }

    private static Endpoint at(String address, String key) {
        return new Endpoint(
                "lab", URI.create(address), "m", new Secret(key), Endpoint.Consent.GIVEN);
    }

    static Picture grey(int width, int height, String format) {
        return new Picture(width, height, new byte[3 * width * height], format, "");
    }

    private static ChatRequest question(String words) {
        return new ChatRequest(
                List.of(new RemoteTurn(Role.USER, List.of(), words)), Generation.defaults());
    }

    private Answer ask(String words) throws RemoteException {
        return ask(question(words));
    }

    private Answer ask(ChatRequest question) throws RemoteException {
        return client.answer(server.endpoint(""), question, new Ear(), cancel);
    }

    private Answer ask(Endpoint endpoint) throws RemoteException {
        return client.answer(endpoint, question("What?"), new Ear(), cancel);
    }

    private RemoteException refused() {
        return assertThrows(RemoteException.class, () -> ask("What?"));
    }

    private class Ear implements AnswerListener {
        @Override
        public void onText(String delta) {
            heard.add(delta);
        }

        @Override
        public void report(Stage stage, long done, long total) {}
    }
}
