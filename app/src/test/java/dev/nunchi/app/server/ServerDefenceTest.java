package dev.nunchi.app.server;

import static dev.nunchi.app.server.RunningServer.code;
import static dev.nunchi.app.server.RunningServer.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Secret;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

class ServerDefenceTest {
    private static final String KEY = "correct-horse";
    private static final int BODY = 1 << 20;
    private static final ServerOptions GUARDED =
            ServerOptions.loopback(0)
                    .withKey(new Secret(KEY))
                    .withCallers(Set.of("desk.example"), Set.of("https://ok.example"))
                    .withLimits(
                            ServerLimits.defaults()
                                    .withBodies(BODY, 4 * BODY)
                                    .withBodyTime(Duration.ofSeconds(1)));

    private RunningServer running;

    @BeforeEach
    void start() throws ServerException {
        running = new RunningServer(GUARDED);
    }

    @AfterEach
    void serverLivesAndStops() {
        assertTrue(running.isAlive());
        running.close();
    }

    private static String[] key(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    @Test
    void rightKeyIsLetIn() {
        assertEquals(200, running.ask(question("Hi"), key(KEY)).statusCode());
    }

    @Test
    void eachOfSeveralKeysIsLetInAndNoKeyIsNone() throws ServerException {
        var keys = List.of(new Secret("one"), new Secret("two"), Secret.none());
        try (var other = new RunningServer(GUARDED.withKeys(keys))) {
            assertEquals(200, other.ask(question("Hi"), key("one")).statusCode());
            assertEquals(200, other.ask(question("Hi"), key("two")).statusCode());
            assertEquals(401, other.ask(question("Hi"), key("")).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "correct-hors", "correct-horse-", "CORRECT-HORSE"})
    void wrongKeyIsRefused(String key) {
        var response = running.ask(question("Hi"), key(key));
        assertEquals(401, response.statusCode());
        assertEquals("invalid_api_key", code(response));
    }

    @Test
    void missingKeyIsRefusedForModelsAndMetrics() {
        assertEquals(401, running.get("/v1/models").statusCode());
        assertEquals(401, running.get("/metrics").statusCode());
    }

    @Test
    void otherAddressesNeedAKey() {
        var open = ServerOptions.loopback(0).withHost("0.0.0.0");
        var refused = assertThrows(ServerException.class, () -> new RunningServer(open));
        assertEquals(ServerException.Reason.KEY_MISSING, refused.reason());
    }

    @Test
    void portThatIsTakenIsSaid() {
        var taken = ServerOptions.loopback(running.server.address().getPort());
        var refused = assertThrows(ServerException.class, () -> new RunningServer(taken));
        assertEquals(ServerException.Reason.PORT_TAKEN, refused.reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "a b"})
    void foreignHostIsRefused(String host) throws IOException {
        String response = running.raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 403"), response);
        assertTrue(response.contains("unknown_host"), response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8480", "127.0.0.1", "[::1]:80", "desk.example"})
    void namesOfThisComputerAreTaken(String host) throws IOException {
        String response = running.raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 200"), response);
    }

    @Test
    void pageOfAnotherOriginIsRefused() {
        var response = running.get("/health", "Origin", "https://evil.example");
        assertEquals(403, response.statusCode());
        assertEquals("unknown_origin", code(response));
    }

    @Test
    void pageOfAnAllowedOriginMayRead() {
        var response = running.get("/health", "Origin", "https://ok.example");
        assertEquals(200, response.statusCode());
        assertEquals(
                "https://ok.example",
                response.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../v1/models",
                "/v1/%6dodels",
                "/v1//models",
                "/v1/models/",
                "/../../etc/passwd",
                "/v1/models;x",
                "/"
            })
    void otherSpellingsOfPathsAreNotFound(String path) throws IOException {
        String response = running.raw("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
        assertTrue(response.startsWith("HTTP/1.1 404"), response);
    }

    @Test
    void wrongMethodIsRefused() {
        var response = running.get("/v1/chat/completions", key(KEY));
        assertEquals(405, response.statusCode());
        assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void hugeBodyIsRefusedAndTheCallerReadsWhy() {
        var body = new byte[100 << 20];
        var response =
                running.send(
                        HttpRequest.newBuilder(running.at("/v1/chat/completions"))
                                .headers(key(KEY))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build());
        assertEquals(413, response.statusCode());
        assertEquals("body_too_large", code(response));
    }

    @Test
    void deepJsonIsRefused() {
        var response = running.ask("[".repeat(100_000), key(KEY));
        assertEquals(400, response.statusCode());
        assertEquals("invalid_json", code(response));
    }

    @Test
    void manyPicturesAreRefusedBeforeAnyIsFetched() throws ServerException {
        var fetching = GUARDED.withPictures(ServerOptions.RemotePictures.FETCHED);
        String part = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://127.0.0.1/a.png\"}}";
        String parts = String.join(",", Collections.nCopies(ServerLimits.PICTURES + 1, part));
        try (var other = new RunningServer(fetching)) {
            var response =
                    other.ask(
                            "{\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}",
                            key(KEY));
            assertEquals(400, response.statusCode());
            assertEquals("invalid_value", code(response));
        }
    }

    @Test
    void pictureBombIsRefused() throws IOException {
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(bomb());
        var response =
                running.ask(
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                                + "\"image_url\":{\"url\":\""
                                + url
                                + "\"}}]}]}",
                        key(KEY));
        assertEquals(400, response.statusCode());
        assertEquals("image_too_large", code(response));
    }

    /// A PNG of few bytes that says it has 50,000 by 50,000 pixels.
    private static byte[] bomb() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var png = new DataOutputStream(bytes);
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        var header = new ByteArrayOutputStream();
        var fields = new DataOutputStream(header);
        fields.writeInt(50_000);
        fields.writeInt(50_000);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        chunk(png, "IHDR", header.toByteArray());
        chunk(png, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
        chunk(png, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream png, String type, byte[] data) throws IOException {
        var crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        png.writeInt(data.length);
        png.writeBytes(type);
        png.write(data);
        png.writeInt((int) crc.getValue());
    }
}
