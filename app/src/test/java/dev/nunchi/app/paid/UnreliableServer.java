package dev.nunchi.app.paid;

import com.sun.net.httpserver.HttpExchange;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.testing.ScriptedServer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A server that answers numbered questions, about every third time in a wrong way: with errors,
/// too late, with nonsense, or with half an answer. It counts what a person would pay for: a
/// forgetful one, answers that were sent whole; one with a memory, answers that it began, each
/// `Idempotency-Key` once.
final class UnreliableServer implements AutoCloseable {
    private static final long CROWD_SECONDS = 60;
    private static final Pattern NUMBER = Pattern.compile("question number ([0-9]+)");

    private final ScriptedServer server = new ScriptedServer();
    private final Map<Integer, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> delivered = new ConcurrentHashMap<>();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final Set<String> charged = ConcurrentHashMap.newKeySet();
    private final Memory memory;
    private final CountDownLatch crowd;
    private final Set<Integer> kept = ConcurrentHashMap.newKeySet();
    private final List<Integer> askedInVain = new CopyOnWriteArrayList<>();
    private final long seed;

    /// What it makes of `Idempotency-Key`.
    enum Memory {
        NONE,
        OF_KEYS
    }

    /// @param crowd so many requests are held back until all of them are there, once
    UnreliableServer(long seed, int crowd, Memory memory) {
        this.seed = seed;
        this.memory = memory;
        this.crowd = new CountDownLatch(crowd);
        server.answers(this::handle);
    }

    /// What a question is.
    static String question(int number) {
        return "This is question number " + number + ".";
    }

    /// What the answer to it is.
    static String answer(int number) {
        return "Answer to " + number + ": " + number * 7L + ".";
    }

    Endpoint endpoint() {
        return server.endpoint("");
    }

    private void handle(HttpExchange exchange, ScriptedServer.Request request) throws IOException {
        crowd.countDown();
        try {
            if (!crowd.await(CROWD_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("only some came together");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        answer(exchange, request.body(), String.valueOf(key));
    }

    private void answer(HttpExchange exchange, String body, String key) throws IOException {
        var found = NUMBER.matcher(body);
        if (!found.find()) {
            throw new IOException("no question");
        }
        int number = Integer.parseInt(found.group(1));
        if (kept.contains(number)) {
            askedInVain.add(number);
        }
        int attempt = asked.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
        var random = new Random(seed ^ number * 1_000_003L ^ attempt * 7_919L);
        random.nextInt();
        int fault = random.nextInt(15);
        boolean known = memory == Memory.OF_KEYS && charged.contains(key);
        // What it has answered well, it does not answer with nonsense.
        switch (known && (fault == 2 || fault == 4) ? 7 : fault) {
            case 0 -> exchange.sendResponseHeaders(500, -1);
            case 1 -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                exchange.sendResponseHeaders(429, -1);
            }
            case 2 -> {
                ScriptedServer.begin(exchange);
                ScriptedServer.send(exchange, "what is this");
            }
            case 3 -> {
                ScriptedServer.begin(exchange);
                ScriptedServer.send(exchange, ScriptedServer.piece("Answer to"));
            }
            case 4 -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("<p>Welcome</p>".getBytes(StandardCharsets.UTF_8));
            }
            case 5, 6 -> {
                charged.add(key);
                sleep(Duration.ofMillis(5 + random.nextInt(60)));
                deliver(exchange, number);
            }
            default -> {
                charged.add(key);
                deliver(exchange, number);
            }
        }
    }

    private void deliver(HttpExchange exchange, int number) throws IOException {
        ScriptedServer.begin(exchange);
        String answer = answer(number);
        ScriptedServer.send(exchange, ScriptedServer.piece(answer.substring(0, 9)));
        ScriptedServer.send(exchange, ScriptedServer.piece(answer.substring(9)));
        ScriptedServer.send(exchange, "[DONE]");
        delivered.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
        deliveries.incrementAndGet();
    }

    private static void sleep(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Answers that were begun, each key once.
    int charges() {
        return charged.size();
    }

    /// All answers that were sent whole.
    int deliveries() {
        return deliveries.get();
    }

    /// Whether as many requests were there together as were waited for.
    boolean wasCrowded() {
        return crowd.getCount() == 0;
    }

    /// From now on nobody may ask this again.
    void isKept(int number) {
        kept.add(number);
    }

    /// Questions that were asked although their answers were kept.
    List<Integer> askedInVain() {
        return List.copyOf(askedInVain);
    }

    @Override
    public void close() {
        server.close();
    }
}
