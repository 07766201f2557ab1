package dev.nunchi.app.remote;

import dev.nunchi.app.remote.RemoteException.Reason;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks servers that speak OpenAI's chat API: `GET /models` and `POST /chat/completions` with
/// server-sent events. Opens nothing before it is asked to. Thread-safe.
///
/// Redirections are not followed and nothing is tried twice: a key and a picture go where the
/// person said, once.
public final class RemoteClient implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;
    private static final int MAX_REFUSAL_BYTES = 64 << 10;

    private final Limits limits;
    private Optional<HttpClient> client = Optional.empty();

    public RemoteClient(Limits limits) {
        this.limits = limits;
    }

    private record Response(int status, String contentType, Arriving body) {}

    /// The models that a server offers, by name, in its order.
    ///
    /// @return empty when cancelled
    public List<String> models(Endpoint endpoint, CancelToken cancel) throws RemoteException {
        var request = request(endpoint, "/models").GET().build();
        var response = send(endpoint, request, cancel);
        if (response.isEmpty()) {
            return List.of();
        }
        try (var body = response.get().body()) {
            var list = whole(endpoint, body, cancel);
            return list.isEmpty() ? List.of() : names(endpoint, list.get());
        }
    }

    private static List<String> names(Endpoint endpoint, String json) throws RemoteException {
        var list = Completion.parse(endpoint, json).path("data");
        if (!list.isArray()) {
            throw RemoteException.notUnderstood(endpoint, "no list of models");
        }
        var names = new ArrayList<String>();
        list.forEach(model -> names.add(model.path("id").asString("")));
        names.removeIf(String::isBlank);
        return names;
    }

    /// Answers the last turn of a conversation.
    ///
    /// @param listener hears the words as they come, on the calling thread; also of an answer that
    ///   then fails
    /// @return with 0 new tokens if the server does not count them; when cancelled, what there was
    public Answer answer(
            Endpoint endpoint, ChatRequest question, AnswerListener listener, CancelToken cancel)
            throws RemoteException {
        var post =
                request(endpoint, "/chat/completions")
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream, application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        question.body(endpoint.model())));
        question.sameAs().ifPresent(key -> post.header("Idempotency-Key", key));
        var request = post.build();
        listener.report(Stage.READING_PROMPT, 0, 0);
        var completion = new Completion(endpoint, System::nanoTime);
        var response = send(endpoint, request, cancel);
        if (response.isEmpty()) {
            return completion.cancelled();
        }
        try (var _ = response.get().body()) {
            return read(endpoint, response.get(), new Heard(completion, listener), cancel);
        } catch (RemoteException e) {
            forgetConnections();
            throw e;
        }
    }

    private Answer read(Endpoint endpoint, Response response, Heard heard, CancelToken cancel)
            throws RemoteException {
        if (response.contentType().startsWith("application/json")) {
            return atOnce(endpoint, response.body(), heard, cancel);
        }
        if (response.contentType().startsWith("text/html")) {
            throw RemoteException.notUnderstood(endpoint, "a page for people");
        }
        return stream(endpoint, response, heard, cancel);
    }

    private record Heard(Completion completion, AnswerListener listener) {
        void add(List<String> events) throws RemoteException {
            for (String event : events) {
                String words = completion.add(event);
                if (!words.isEmpty()) {
                    listener.report(Stage.ANSWERING, 0, 0);
                    listener.onText(words);
                }
            }
        }
    }

    /// The answer of a server that does not stream.
    private Answer atOnce(Endpoint endpoint, Arriving body, Heard heard, CancelToken cancel)
            throws RemoteException {
        var json = whole(endpoint, body, cancel);
        if (json.isEmpty()) {
            return heard.completion().cancelled();
        }
        heard.add(List.of(json.get()));
        return whole(endpoint, heard.completion());
    }

    private Answer stream(Endpoint endpoint, Response response, Heard heard, CancelToken cancel)
            throws RemoteException {
        var lines = new EventLines();
        int taken = 0;
        while (!heard.completion().isDone()) {
            switch (next(endpoint, response.body(), cancel)) {
                case Arriving.Read.Bytes(byte[] bytes) -> {
                    taken = counted(endpoint, taken, bytes);
                    heard.add(lines.add(bytes));
                }
                case Arriving.Read.End _ -> {
                    heard.add(lines.end());
                    boolean events = response.contentType().startsWith("text/event-stream");
                    if (events && !heard.completion().isBegun()) {
                        // So llama-cpp-python refuses what does not fit the context.
                        throw new RemoteException(
                                Reason.SERVER_FAILED, endpoint, "a stream without a piece", "");
                    }
                    return whole(endpoint, heard.completion());
                }
                case Arriving.Read.Stopped _ -> {
                    return heard.completion().cancelled();
                }
            }
        }
        return heard.completion().finished();
    }

    private static Answer whole(Endpoint endpoint, Completion completion) throws RemoteException {
        if (!completion.isBegun()) {
            throw RemoteException.notUnderstood(endpoint, "no piece of an answer came");
        }
        if (!completion.isWhole()) {
            throw new RemoteException(
                    Reason.CUT, endpoint, "the stream ended before the answer did", "");
        }
        return completion.finished();
    }

    /// @return empty when cancelled
    private Optional<String> whole(Endpoint endpoint, Arriving body, CancelToken cancel)
            throws RemoteException {
        var all = new ByteArrayOutputStream();
        while (next(endpoint, body, cancel) instanceof Arriving.Read.Bytes(byte[] bytes)) {
            counted(endpoint, all.size(), bytes);
            all.writeBytes(bytes);
        }
        return cancel.isCancelled()
                ? Optional.empty()
                : Optional.of(all.toString(StandardCharsets.UTF_8));
    }

    private int counted(Endpoint endpoint, int taken, byte[] bytes) throws RemoteException {
        if (bytes.length > limits.answerBytes() - taken) {
            throw new RemoteException(
                    Reason.ANSWER_TOO_LARGE,
                    endpoint,
                    "more than " + limits.answerBytes() + " bytes",
                    "");
        }
        return taken + bytes.length;
    }

    /// Never stops for silence: that is an error here.
    private Arriving.Read next(Endpoint endpoint, Arriving body, CancelToken cancel)
            throws RemoteException {
        try {
            var read = body.next(limits.silence(), cancel);
            if (read instanceof Arriving.Read.Stopped(var by) && by == Arriving.Stop.SILENCE) {
                throw RemoteException.stalled(endpoint, limits.silence());
            }
            return read;
        } catch (IOException e) {
            throw new RemoteException(
                    Reason.CUT, endpoint, "the connection broke in the middle", "");
        }
    }

    private HttpRequest.Builder request(Endpoint endpoint, String call) throws RemoteException {
        var request = HttpRequest.newBuilder(URI.create(endpoint.address() + call));
        if (endpoint.key().isPresent()) {
            var key = Keys.of(endpoint);
            if (key.isEmpty()) {
                throw new RemoteException(
                        Reason.NO_KEY,
                        endpoint,
                        endpoint.key().account().isEmpty()
                                ? endpoint.key().variable() + " is not set"
                                : "the keyring has none",
                        "");
            }
            request.header("Authorization", "Bearer " + key.get());
        }
        return request;
    }

    /// @return empty when cancelled
    private Optional<Response> send(Endpoint endpoint, HttpRequest request, CancelToken cancel)
            throws RemoteException {
        var coming = client().sendAsync(request, BodyHandlers.ofPublisher());
        var come = await(endpoint, coming, cancel);
        if (come.isEmpty()) {
            coming.cancel(true);
            return Optional.empty();
        }
        var response =
                new Response(
                        come.get().statusCode(),
                        come.get().headers().firstValue("Content-Type").orElse(""),
                        Arriving.from(come.get().body()));
        if (response.status() / 100 != 2) {
            try (var body = response.body()) {
                var refusal =
                        Refusals.ofStatus(endpoint, response.status(), beginning(body, cancel));
                throw retryAfter(come.get()).map(refusal::withRetryAfter).orElse(refusal);
            }
        }
        return Optional.of(response);
    }

    /// The seconds of `Retry-After`; its other form, a date, is not used by servers of this API.
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private Optional<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> await(
            Endpoint endpoint,
            CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> coming,
            CancelToken cancel)
            throws RemoteException {
        long end = System.nanoTime() + limits.silence().toNanos();
        while (!cancel.isCancelled()) {
            try {
                return Optional.of(coming.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                if (System.nanoTime() > end) {
                    coming.cancel(true);
                    throw RemoteException.stalled(endpoint, limits.silence());
                }
            } catch (ExecutionException e) {
                throw Refusals.ofConnection(endpoint, e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancel.cancel();
            }
        }
        return Optional.empty();
    }

    /// What a refusal says, as far as it comes.
    private String beginning(Arriving body, CancelToken cancel) {
        var all = new ByteArrayOutputStream();
        try {
            while (all.size() < MAX_REFUSAL_BYTES
                    && body.next(limits.connect(), cancel)
                            instanceof Arriving.Read.Bytes(byte[] bytes)) {
                all.writeBytes(bytes);
            }
        } catch (IOException e) {
            // The status says enough.
            return "";
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            client =
                    Optional.of(
                            HttpClient.newBuilder()
                                    // Asking a plain server for HTTP/2 first confuses some.
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .connectTimeout(limits.connect())
                                    .followRedirects(HttpClient.Redirect.NEVER)
                                    .build());
        }
        return client.get();
    }

    /// A server whose answer went wrong ends the connection a moment later: the next question would
    /// be lost on it, since nothing is tried twice.
    private synchronized void forgetConnections() {
        client = Optional.empty();
    }

    /// Ends what runs.
    @Override
    public synchronized void close() {
        client.ifPresent(HttpClient::shutdownNow);
        client = Optional.empty();
    }
}
