package dev.nunchi.app.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A chat server on this computer that does what a test tells it to, and remembers what it was
/// sent.
public final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Answering behaviour = (exchange, _) -> respond(exchange, 500, "", "");

    /// What it was sent.
    public record Request(String path, String authorization, String body) {}

    /// What it does with a request.
    public interface Behaviour {
        void handle(HttpExchange exchange) throws IOException;
    }

    /// What it does with a request whose body it looks at.
    public interface Answering {
        void handle(HttpExchange exchange, Request request) throws IOException;
    }

    public ScriptedServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            var request =
                    new Request(
                            exchange.getRequestURI().getPath(),
                            key == null ? "" : key,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            requests.add(request);
            behaviour.handle(exchange, request);
        }
    }

    public Endpoint endpoint(String key) {
        return endpoint("lab", key);
    }

    public Endpoint endpoint(String name, String key) {
        return new Endpoint(
                name,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
                "llava-34b",
                new Secret(key),
                Endpoint.Consent.GIVEN);
    }

    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public void does(Behaviour now) {
        behaviour = (exchange, _) -> now.handle(exchange);
    }

    public void answers(Answering now) {
        behaviour = now;
    }

    public void responds(int status, String type, String body) {
        does(exchange -> respond(exchange, status, type, body));
    }

    /// Sends events and ends the stream as it should be ended.
    public void streams(String... events) {
        does(exchange -> {
            begin(exchange);
            for (String event : events) {
                send(exchange, event);
            }
            exchange.getResponseBody().close();
        });
    }

    /// Streams words, then how many tokens there were.
    public void says(String... words) {
        var events = new String[words.length + 3];
        for (int i = 0; i < words.length; i++) {
            events[i] = piece(words[i]);
        }
        events[words.length] = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
        events[words.length + 1] =
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":600,\"completion_tokens\":"
                        + words.length
                        + "}}";
        events[words.length + 2] = "[DONE]";
        streams(events);
    }

    /// One piece of an answer.
    public static String piece(String words) {
        return "{\"choices\":[{\"delta\":{\"content\":\"" + words + "\"}}]}";
    }

    public static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
    }

    public static void send(HttpExchange exchange, String event) throws IOException {
        exchange.getResponseBody()
                .write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    /// Says nothing more until the server is closed.
    public void fallSilent() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
