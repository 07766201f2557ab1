package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// `nunchi serve` as a process, with its own limits, against callers who mean harm or make
/// mistakes: each is refused with a reason, and the next question is answered as before.
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServeTest {
    private static final String KEY = "correct-horse";
    private static final String LOG = "serve.txt";
    private static final Pattern LISTENING = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/v1");
    private static final int PATIENCE_MILLIS = 240_000;
    private static final int HUGE = 100 << 20;
    private static final int HEAVY = 24 << 20;
    private static final int HEAVY_AT_ONCE = 8;
    private static final long BYTE_EVERY_MILLIS = 1000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Process process;
    private int port;
    private String answer = "";
    private Future<String> slowBody;
    private Future<String> slowHead;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        process =
                new Program(folder.resolve("home"))
                        .start(Map.of("NUNCHI_API_KEY", KEY), LOG, "serve", "--port", "0");
        Waiting.until("the server listens", () -> port() > 0);
        port = port();
        answer = send(question("What is in this picture?"));
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        slowBody = threads.submit(trickling(head("POST", "/v1/chat/completions", 1000), ' '));
        slowHead = threads.submit(trickling("GET /health HTTP/1.1\r\nHost: localhost\r\nX: ", 'x'));
    }

    private static int port() throws IOException {
        var listening = LISTENING.matcher(Files.readString(Program.artefact(LOG)));
        return listening.find() ? Integer.parseInt(listening.group(1)) : 0;
    }

    @AfterEach
    void nextQuestionIsAnswered() throws IOException {
        assertTrue(process.isAlive());
        assertEquals(text(answer), text(send(question("What is in this picture?"))));
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        threads.shutdownNow();
        assertEquals(130, Program.interrupt(process));
        String log = Files.readString(Program.artefact(LOG));
        assertFalse(log.contains("\tat "), log);
        assertFalse(log.contains("OutOfMemory"), log);
    }

    private static String text(String response) {
        return response.replaceFirst("(?s).*\"content\":\"", "").replaceFirst("(?s)\",\".*", "");
    }

    /// What is sent, and the beginning of the status line and the code that come back.
    record Case(String name, byte[] request, String status, String code) {
        static Case of(String name, String request, String status, String code) {
            return new Case(name, request.getBytes(StandardCharsets.ISO_8859_1), status, code);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String head(String method, String path, int length) {
        return method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + KEY
                + "\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    private static String post(String body) {
        return head("POST", "/v1/chat/completions", body.length()) + body;
    }

    private static String get(String path, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "GET " + path + " HTTP/1.1\r\nConnection: close\r\n" + more + "\r\n";
    }

    private static String[] headers(int count) {
        var headers = new String[count];
        Arrays.setAll(headers, i -> "X-" + i + ": y");
        headers[0] = "Host: localhost";
        return headers;
    }

    private static String asked(String content) {
        return "{\"temperature\":0,\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":"
                + content
                + "}]}";
    }

    private static String shown(byte[] picture) {
        return post(
                asked(
                        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                                + Base64.getEncoder().encodeToString(picture)
                                + "\"}}]"));
    }

    private static byte[] question(String words) throws IOException {
        byte[] cat = Files.readAllBytes(Program.sample("cat"));
        String content =
                "[{\"type\":\"text\",\"text\":\"%s\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,%s\"}}]"
                        .formatted(words, Base64.getEncoder().encodeToString(cat));
        return post(asked(content)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] png(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(
                new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), "png", bytes);
        return bytes.toByteArray();
    }

    /// A picture that says it is larger than its pixels.
    private static byte[] claiming(int width, int height) throws IOException {
        byte[] png = png(8, 8);
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        return png;
    }

    private static Stream<Case> refused() throws IOException {
        String host = "Host: localhost";
        byte[] small = png(64, 64);
        return Stream.of(
                Case.of("words that are no JSON", post("What is it?"), "400", "invalid_json"),
                Case.of("half an object", post("{\"messages\":[{"), "400", "invalid_json"),
                Case.of("a list", post("[1,2]"), "400", "invalid_json"),
                Case.of("no body", post(""), "400", "invalid_json"),
                Case.of("broken UTF-8", post("{\"messages\":\"\u00c3\"}"), "400", "invalid_json"),
                Case.of("deep nesting", post("[".repeat(100_000)), "400", "invalid_json"),
                Case.of("long number", post("{\"n\":" + "9".repeat(5000) + "}"), "400", ""),
                Case.of("no messages", post("{}"), "400", "invalid_value"),
                Case.of("wrong type", post(asked("7")), "400", "invalid_value"),
                Case.of(
                        "another model",
                        post(
                                "{\"model\":\"gpt-9\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
                        "404",
                        "model_not_found"),
                Case.of(
                        "more than the context",
                        post(asked("\"" + "word ".repeat(20_000) + "\"")),
                        "400",
                        "context_length_exceeded"),
                Case.of("no picture", shown(new byte[100]), "400", "invalid_image"),
                Case.of(
                        "half a picture",
                        shown(Arrays.copyOf(small, small.length / 2)),
                        "400",
                        "invalid_image"),
                Case.of("claimed bomb", shown(claiming(50_000, 50_000)), "400", "image_too_large"),
                Case.of("real bomb", shown(png(30_000, 30_000)), "400", "image_too_large"),
                Case.of("narrow bomb", shown(claiming(2_000_000, 1)), "400", "image_too_large"),
                Case.of(
                        "picture of the inner network",
                        post(
                                asked(
                                        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://169.254.169.254/\"}}]")),
                        "400",
                        "remote_image_refused"),
                Case.of("no key", get("/v1/models", host), "401", "invalid_api_key"),
                Case.of(
                        "wrong key",
                        get("/v1/models", host, "Authorization: Bearer correct-hors"),
                        "401",
                        "invalid_api_key"),
                Case.of(
                        "key of another kind",
                        get("/v1/models", host, "Authorization: Basic " + KEY),
                        "401",
                        "invalid_api_key"),
                Case.of("path upwards", get("/v1/../metrics", host), "404", "unknown_path"),
                Case.of("escaped path", get("/v1/%6dodels", host), "404", "unknown_path"),
                Case.of("path of a file", get("/../../etc/passwd", host), "404", "unknown_path"),
                Case.of("doubled slash", get("//metrics", host), "404", ""),
                Case.of("path with a zero", get("/health%00", host), "404", "unknown_path"),
                Case.of(
                        "foreign host",
                        get("/health", "Host: evil.example"),
                        "403",
                        "unknown_host"),
                Case.of("no host", get("/health"), "403", "unknown_host"),
                Case.of(
                        "two hosts",
                        get("/health", host, "Host: evil.example"),
                        "403",
                        "unknown_host"),
                Case.of(
                        "foreign page",
                        get("/health", host, "Origin: https://evil.example"),
                        "403",
                        "unknown_origin"),
                Case.of(
                        "page of a file",
                        get("/health", host, "Origin: null"),
                        "403",
                        "unknown_origin"),
                Case.of("wrong method", get("/v1/chat/completions", host), "405", "wrong_method"),
                Case.of("negative length", head("POST", "/v1/chat/completions", -5), "4", ""),
                Case.of("no HTTP", "\u0016\u0003\u0001\u0002\r\n\r\n", "400", ""),
                Case.of("header without a name", get("/health", host, ": x"), "", ""),
                // The server hangs up while they still come: whether its 400 arrives is chance.
                Case.of("many headers", get("/health", headers(10_000)), "", ""));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void requestIsRefusedWithAReason(Case wrong) throws IOException {
        String response = send(wrong.request());
        assertFalse(response.startsWith("HTTP/1.1 2"), response);
        if (!wrong.status().isEmpty()) {
            assertTrue(response.startsWith("HTTP/1.1 " + wrong.status()), response);
        }
        if (!wrong.code().isEmpty()) {
            assertTrue(response.contains("\"code\":\"" + wrong.code() + "\""), response);
        }
    }

    @Test
    void hundredMegabytesAreRefused() throws IOException {
        byte[] head =
                head("POST", "/v1/chat/completions", HUGE).getBytes(StandardCharsets.US_ASCII);
        String response = send(joined(head, new byte[HUGE]));
        assertTrue(response.startsWith("HTTP/1.1 413"), response);
        assertTrue(response.contains("body_too_large"), response);
    }

    /// More at once than the heap takes: each is refused, for its picture or for its size.
    @Test
    void manyHeavyBodiesAtOnceAreRefused() throws Exception {
        byte[] heavy = shown(new byte[HEAVY / 4 * 3]).getBytes(StandardCharsets.ISO_8859_1);
        var responses = new ArrayList<Future<String>>();
        for (int i = 0; i < HEAVY_AT_ONCE; i++) {
            responses.add(threads.submit(() -> send(heavy)));
        }
        for (var response : responses) {
            assertTrue(response.get().matches("(?s)HTTP/1.1 (400|429|503).*"), response.get());
        }
    }

    @Test
    void bodyThatComesByteByByteIsEndedWithAReason() throws Exception {
        String response = slowBody.get();
        assertTrue(response.startsWith("HTTP/1.1 408"), response);
        assertTrue(response.contains("body_too_slow"), response);
    }

    @Test
    void headThatComesByteByByteIsEnded() throws Exception {
        assertEquals("", slowHead.get());
    }

    private String send(byte[] request) throws IOException {
        try (var socket = connect()) {
            var writing = threads.submit(() -> write(socket.getOutputStream(), request));
            String response = read(socket);
            writing.cancel(true);
            return response;
        }
    }

    private static Void write(OutputStream out, byte[] request) throws IOException {
        out.write(request);
        out.flush();
        return null;
    }

    /// Sends the beginning, and then a byte a second until the server has had enough.
    private Callable<String> trickling(String beginning, char more) {
        return () -> {
            try (var socket = connect()) {
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                var sending =
                        threads.submit(() -> {
                            while (true) {
                                Thread.sleep(BYTE_EVERY_MILLIS);
                                socket.getOutputStream().write(more);
                            }
                        });
                String response = read(socket);
                sending.cancel(true);
                return response;
            }
        };
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /// What comes until the connection ends, however it does.
    private static String read(Socket socket) throws IOException {
        var response = new ByteArrayOutputStream();
        var piece = new byte[8192];
        try {
            var in = socket.getInputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                response.write(piece, 0, read);
            }
        } catch (SocketException e) {
            // Reset: what was read before is the response.
        }
        return response.toString(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    }
}
