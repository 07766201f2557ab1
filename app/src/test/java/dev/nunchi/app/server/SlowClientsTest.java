package dev.nunchi.app.server;

import static dev.nunchi.app.server.RunningServer.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;

/// Callers who send or read too slowly are cut; nobody else notices.
class SlowClientsTest {
    /// Sixty times as fast as the server's usual limit, and so are the slow clients.
    private static final Duration BODY_TIME = Duration.ofSeconds(1);

    private static final long BYTE_EVERY_MILLIS = 50;
    private static final int LENGTH = 1000;
    private static final int SMALL_BUFFER = 4096;
    private static final int LARGE_WORD = 256 << 10;
    private static final int WORDS = 100;

    private RunningServer running;

    @BeforeEach
    void start() throws ServerException {
        var limits = ServerLimits.defaults().withBodyTime(BODY_TIME);
        running = new RunningServer(ServerOptions.loopback(0).withLimits(limits));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static String head(int length) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                .formatted(length);
    }

    private Socket connect(int receiveBuffer) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), running.server.address().getPort()));
        return socket;
    }

    @Test
    void bodyThatDoesNotComeIsGivenUp() throws IOException {
        String response = running.raw(head(LENGTH) + "{\"mess");
        assertTrue(response.startsWith("HTTP/1.1 408"), response);
        assertTrue(response.contains("body_too_slow"), response);
    }

    @Test
    void bodyThatComesByteByByteIsGivenUpWhileOthersAreAnswered() throws Exception {
        try (var slow = connect(SMALL_BUFFER);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var response = threads.submit(() -> read(slow));
            slow.getOutputStream().write(head(LENGTH).getBytes(StandardCharsets.US_ASCII));
            var sending = threads.submit(() -> trickle(slow));
            assertEquals(200, running.ask(question("Hi")).statusCode());
            assertFalse(response.isDone(), "the quick one had to wait for the slow one");
            assertTrue(response.get().startsWith("HTTP/1.1 408"), response.get());
            assertTrue(sending.get() < LENGTH);
            RunningServer.until(() -> running.log.size() == 2);
            assertEquals("body_too_slow", running.log.getLast().code());
        }
    }

    /// @return bytes that were sent
    private static int trickle(Socket socket) throws InterruptedException {
        for (int sent = 0; sent < LENGTH; sent++) {
            try {
                socket.getOutputStream().write(' ');
            } catch (IOException e) {
                return sent;
            }
            Thread.sleep(BYTE_EVERY_MILLIS);
        }
        return LENGTH;
    }

    private static String read(Socket socket) {
        var text = new StringBuilder();
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                text.append((char) next);
                next = socket.getInputStream().read();
            }
        } catch (IOException e) {
            text.append(" [cut]");
        }
        return text.toString();
    }

    @Test
    void readerOfAStreamWhoReadsNothingIsLeft() throws IOException {
        var words = new String[WORDS];
        Arrays.fill(words, "x".repeat(LARGE_WORD));
        running.assistant.says(words);
        String body = question("Hi", "\"stream\":true");
        try (var deaf = connect(SMALL_BUFFER)) {
            deaf.getOutputStream()
                    .write((head(body.length()) + body).getBytes(StandardCharsets.US_ASCII));
            RunningServer.until(() -> !running.log.isEmpty());
            assertEquals("cancelled", running.log.getFirst().code());
        }
        assertEquals(200, running.ask(question("Hi")).statusCode());
    }
}
