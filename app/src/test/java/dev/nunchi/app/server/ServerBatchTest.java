package dev.nunchi.app.server;

import static dev.nunchi.app.server.RunningServer.code;
import static dev.nunchi.app.server.RunningServer.json;
import static dev.nunchi.app.server.RunningServer.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.DeviceException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Several requests answered at once: who comes, who leaves, and whom that concerns.
class ServerBatchTest {
    private static final int PLACES = 3;
    private static final Duration WORD = Duration.ofMillis(2);
    private static final String[] ENDLESS =
            Collections.nCopies(100_000, "word ").toArray(String[]::new);

    private RunningServer running;
    private ExecutorService clients;

    @BeforeEach
    void start() throws ServerException {
        clients = Executors.newVirtualThreadPerTaskExecutor();
        running =
                new RunningServer(
                        ServerOptions.loopback(0)
                                .withLimits(
                                        ServerLimits.defaults()
                                                .withParallel(PLACES)
                                                .withStillThere(
                                                        Duration.ofSeconds(10),
                                                        Duration.ofMillis(50))));
        running.assistant.answeringAtOnce();
    }

    @AfterEach
    void stop() {
        running.close();
        clients.close();
    }

    @Test
    void whoLeavesMakesPlaceForOneWhoWaits() throws Exception {
        var readers = new ArrayList<Socket>();
        for (int i = 0; i < PLACES; i++) {
            running.assistant.says(() -> LockSupport.parkNanos(WORD.toNanos()), ENDLESS);
            readers.add(reader());
            int begun = i + 1;
            RunningServer.until(() -> running.assistant.asked().size() == begun);
        }
        var fourth = ask("Hi");
        RunningServer.until(() -> metric("nunchi_waiting") == 1);
        assertEquals(PLACES, metric("nunchi_answering"));
        assertFalse(fourth.isDone());
        readers.removeFirst().close();
        assertEquals(200, fourth.get().statusCode());
        assertEquals(PLACES - 1, metric("nunchi_answering"));
        for (var left : readers) {
            left.close();
        }
        RunningServer.until(() -> metric("nunchi_answering") == 0);
    }

    @Test
    void shortAnswerDoesNotWaitForALongOne() throws Exception {
        running.assistant.says(() -> LockSupport.parkNanos(WORD.toNanos()), ENDLESS);
        try (var _ = reader()) {
            RunningServer.until(() -> !running.assistant.asked().isEmpty());
            for (int i = 0; i < 2 * PLACES; i++) {
                assertEquals(200, ask("Hi").get().statusCode());
            }
            assertEquals(1, metric("nunchi_answering"));
        }
    }

    @Test
    void errorOfOneIsNobodyElses() throws Exception {
        var held = new CountDownLatch(1);
        running.assistant.says(() -> await(held), "One ", "two ", "three");
        running.assistant.fails(new DeviceException("cpu", "out of order"), "Four ");
        running.assistant.says("Five ", "six");
        var answers = new ArrayList<Future<HttpResponse<String>>>();
        for (int i = 0; i < 3; i++) {
            answers.add(ask("Number " + i));
            int begun = i + 1;
            if (i == 0) {
                RunningServer.until(() -> running.assistant.asked().size() == begun);
            } else {
                RunningServer.until(() -> metric("nunchi_waiting") == begun - 1);
            }
        }
        held.countDown();
        assertEquals("One two three", text(answers.get(0).get()));
        assertEquals(500, answers.get(1).get().statusCode());
        assertEquals("Five six", text(answers.get(2).get()));
    }

    @Test
    void refusedRequestTakesNoPlace() throws Exception {
        running.assistant.says(() -> LockSupport.parkNanos(WORD.toNanos()), ENDLESS);
        try (var _ = reader()) {
            RunningServer.until(() -> !running.assistant.asked().isEmpty());
            var refused = ask("word ".repeat(2000)).get();
            assertEquals(400, refused.statusCode());
            assertEquals("context_length_exceeded", code(refused));
            assertEquals(200, ask("Hi").get().statusCode());
        }
    }

    @Test
    void closingEndsAllThatAreAnswered() throws Exception {
        var answers = new ArrayList<Future<HttpResponse<String>>>();
        for (int i = 0; i < PLACES; i++) {
            running.assistant.says(() -> LockSupport.parkNanos(WORD.toNanos()), ENDLESS);
            answers.add(ask("Hi"));
        }
        RunningServer.until(() -> running.assistant.asked().size() == PLACES);
        var closing = clients.submit(running.server::close);
        closing.get(20, TimeUnit.SECONDS);
        RunningServer.until(() -> answers.stream().allMatch(Future::isDone));
    }

    @Test
    void metricsTellHowManyWereAnsweredAtOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            running.assistant.says(() -> LockSupport.parkNanos(WORD.toNanos()), ENDLESS);
        }
        try (var _ = reader();
                var _ = reader()) {
            RunningServer.until(() -> metric("nunchi_answering") == 2);
            RunningServer.until(
                    () -> metric("nunchi_step_answers_total") > metric("nunchi_steps_total"));
            assertEquals(PLACES, metric("nunchi_parallel"));
            assertTrue(metric("nunchi_step_answers_total") <= 2 * metric("nunchi_steps_total") + 2);
        }
    }

    private Future<HttpResponse<String>> ask(String text) {
        return clients.submit(() -> running.ask(question(text)));
    }

    private static String text(HttpResponse<String> response) {
        return json(response).at("/choices/0/message/content").asString();
    }

    /// Reads a stream until it is closed.
    private Socket reader() throws IOException {
        byte[] body = question("Hi", "\"stream\":true").getBytes(StandardCharsets.UTF_8);
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), running.server.address().getPort());
        var head =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                        .formatted(body.length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private long metric(String name) {
        return running.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .sum();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
