package dev.nunchi.app.server;

import dev.nunchi.app.testing.ScriptedAssistant;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A server with a scripted model, and a client to it.
final class RunningServer implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(5);

    final ScriptedAssistant assistant = new ScriptedAssistant("tiny");
    final List<ServedRequest> log = new CopyOnWriteArrayList<>();
    final ChatServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningServer() throws ServerException {
        this(ServerOptions.loopback(0));
    }

    RunningServer(ServerOptions options) throws ServerException {
        server = ChatServer.start(options, ServedModel.of(assistant, Optional.empty()), log::add);
    }

    URI at(String path) {
        return URI.create(server.address() + path);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> ask(String body, String... headers) {
        return send(
                request("/v1/chat/completions", headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(at(path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A question in words, with further fields of the body.
    static String question(String text, String... fields) {
        var all = fields.length == 0 ? "" : "," + String.join(",", fields);
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + all + "}";
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    static String code(HttpResponse<String> response) {
        return json(response).path("error").path("code").asString("");
    }

    /// What a connection gets back for a request as it is, but for asking to be closed after it.
    String raw(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String last = request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            socket.getOutputStream().write(last.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Waits for what happens behind a response.
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing happened for " + PATIENCE);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    boolean isAlive() {
        return get("/health").statusCode() == 200;
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
        assistant.close();
    }
}
