package dev.nunchi.app.server;

import static dev.nunchi.app.server.RunningServer.code;
import static dev.nunchi.app.server.RunningServer.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Secret;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Who is answered when, and what happens when somebody leaves.
class ServerTurnsTest {
    /// What the slowest client waits on average, of what the quickest does.
    private static final double FAIR = 1.5;

    private static final int CLIENTS = 64;
    private static final int QUESTIONS = 8;
    private static final long ANSWER_MILLIS = 2;
    private static final int GREED = 12;
    private static final int ENDLESS = 100_000;

    private RunningServer running;

    @BeforeEach
    void start() throws ServerException {
        running =
                new RunningServer(
                        ServerOptions.loopback(0)
                                .withLimits(
                                        ServerLimits.defaults()
                                                .withWaiting(CLIENTS)
                                                .withStillThere(
                                                        Duration.ZERO, Duration.ofMillis(50))));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void manyClientsAreAllAnsweredAndWaitEquallyLong() throws Exception {
        for (int i = 0; i < CLIENTS * QUESTIONS; i++) {
            running.assistant.says(() -> sleep(ANSWER_MILLIS), "OK");
        }
        double[] means;
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var ready = new CountDownLatch(CLIENTS);
            var waits = new ArrayList<Future<Double>>();
            for (int i = 0; i < CLIENTS; i++) {
                waits.add(clients.submit(client(ready)));
            }
            means = new double[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                means[i] = waits.get(i).get();
            }
        }
        Arrays.sort(means);
        assertTrue(
                means[CLIENTS - 1] / means[0] <= FAIR,
                () -> "mean waits from %.1f to %.1f ms".formatted(means[0], means[CLIENTS - 1]));
    }

    /// Two greedy clients have many questions each in the line when a modest one comes with one.
    @ParameterizedTest
    @CsvSource({
        // Who they are: key and users of the greedy, key and user of the modest.
        "one, A, B, one, C",
        "one, '', '', two, ''",
        "one, each another, each another, two, each another"
    })
    void modestClientWaitsForOneTurnOfEachGreedyOne(
            String greedyKey, String first, String second, String modestKey, String modest)
            throws Exception {
        var keys = List.of(new Secret("one"), new Secret("two"));
        try (var other = new RunningServer(ServerOptions.loopback(0).withKeys(keys));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = new CountDownLatch(1);
            other.assistant.says(() -> await(held), "OK");
            var answers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < GREED; i++) {
                answers.add(clients.submit(asking(other, greedyKey, first, "first")));
                answers.add(clients.submit(asking(other, greedyKey, second, "second")));
            }
            int greedy = 2 * GREED;
            RunningServer.until(() -> waiting(other) == greedy - 1);
            answers.add(clients.submit(asking(other, modestKey, modest, "modest")));
            RunningServer.until(() -> waiting(other) == greedy);
            held.countDown();
            assertEquals(greedy + 1, count(answers, 200));
            var order = other.assistant.asked().stream().map(turns -> turns.getFirst().text());
            // The one that was being answered, and at most one of each greedy client.
            assertTrue(order.toList().indexOf("modest") <= 3);
        }
    }

    private static Callable<Integer> asking(
            RunningServer server, String key, String user, String text) {
        String name = user.equals("each another") ? UUID.randomUUID().toString() : user;
        return () ->
                server.ask(
                                question(text, "\"user\":\"" + name + "\""),
                                "Authorization",
                                "Bearer " + key)
                        .statusCode();
    }

    private static long waiting(RunningServer server) {
        return server.get("/metrics", "Authorization", "Bearer one")
                .body()
                .lines()
                .filter(line -> line.startsWith("nunchi_waiting "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sum();
    }

    /// @return its mean wait, in milliseconds
    private Callable<Double> client(CountDownLatch ready) {
        return () -> {
            ready.countDown();
            ready.await();
            long began = System.nanoTime();
            for (int i = 0; i < QUESTIONS; i++) {
                assertEquals(200, running.ask(question("Hi")).statusCode());
            }
            return (System.nanoTime() - began) / 1e6 / QUESTIONS;
        };
    }

    @Test
    void moreThanMayWaitAreToldToComeAgain() throws Exception {
        var held = new CountDownLatch(1);
        running.assistant.says(() -> await(held), "OK");
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = new ArrayList<Future<Integer>>();
            for (int i = 0; i < CLIENTS + 8; i++) {
                statuses.add(clients.submit(() -> running.ask(question("Hi")).statusCode()));
            }
            RunningServer.until(() -> running.log.size() >= 7);
            var refused = running.ask(question("Hi"));
            held.countDown();
            assertEquals(429, refused.statusCode());
            assertEquals("queue_full", code(refused));
            assertEquals("2", refused.headers().firstValue("Retry-After").orElse(""));
            assertEquals(CLIENTS + 1, count(statuses, 200));
        }
    }

    private static long count(List<Future<Integer>> statuses, int wanted)
            throws ExecutionException, InterruptedException {
        long found = 0;
        for (var status : statuses) {
            found += status.get() == wanted ? 1 : 0;
        }
        return found;
    }

    @Test
    void answerEndsWhenTheReaderOfAStreamLeaves() throws Exception {
        leaveAfterTheFirstWords("\"stream\":true");
    }

    @Test
    void answerEndsWhenTheOneWhoWaitsForTheWholeLeaves() throws Exception {
        leaveAfterTheFirstWords("\"stream\":false");
    }

    private void leaveAfterTheFirstWords(String form) throws Exception {
        var words = new String[ENDLESS];
        Arrays.fill(words, "word ");
        running.assistant.says(() -> sleep(ANSWER_MILLIS), words);
        byte[] body = question("Hi", form).getBytes(StandardCharsets.UTF_8);
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), running.server.address().getPort())) {
            var out = socket.getOutputStream();
            out.write(
                    ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                    + body.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            RunningServer.until(() -> !running.assistant.asked().isEmpty());
        }
        RunningServer.until(() -> !running.log.isEmpty());
        assertEquals("cancelled", running.log.getFirst().code());
        assertEquals(200, running.ask(question("Still there?")).statusCode());
    }

    @Test
    void closingEndsWhatRuns() throws Exception {
        var words = new String[ENDLESS];
        Arrays.fill(words, "word ");
        running.assistant.says(() -> sleep(ANSWER_MILLIS), words);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = clients.submit(() -> running.raw(rawQuestion()));
            RunningServer.until(() -> !running.assistant.asked().isEmpty());
            running.server.close();
            assertTrue(!answer.get(20, TimeUnit.SECONDS).contains("[DONE]"));
        }
    }

    private static String rawQuestion() {
        String body = question("Hi", "\"stream\":true");
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
