package dev.nunchi.app.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Pictures of the open network, from a server on this computer that stands for it.
class PublicPicturesTest {
    private static final String ADDRESS = "http://pictures.example/cat.png?size=1";
    private static final String PUBLIC = "93.184.216.34";
    private static final byte[] PICTURE = "picture".getBytes(StandardCharsets.US_ASCII);
    private static final Duration TIME = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Deadlines deadlines = new Deadlines();
    private final CallExecutor clock = new CallExecutor();
    private PretendedNetwork network;
    private PublicPictures pictures;

    @BeforeEach
    void start() throws IOException {
        network = new PretendedNetwork();
        pictures = new PublicPictures(network, deadlines, TIME);
        clock.every(LOOK, deadlines::look);
        network.leads("pictures.example", PUBLIC);
    }

    @AfterEach
    void stop() throws IOException {
        clock.close();
        network.close();
    }

    private String refusal(String address) {
        var refused = assertThrows(ApiException.class, () -> pictures.fetch(address));
        assertEquals("remote_image_failed", refused.code());
        return String.valueOf(refused.getMessage());
    }

    @Test
    void pictureIsAskedForByItsWholeAddress() throws ApiException {
        network.answers("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture");
        assertArrayEquals(PICTURE, pictures.fetch(ADDRESS));
        String request = network.requests().getFirst();
        assertTrue(request.startsWith("GET /cat.png?size=1 HTTP/1.1\r\n"), request);
        assertTrue(request.contains("\r\nHost: pictures.example\r\n"), request);
    }

    /// The name leads to the open network when it is looked at, and home a moment later.
    @Test
    void connectionGoesWhereWasLooked() throws ApiException {
        network.leads("rebinding.example", PUBLIC);
        network.leads("rebinding.example", "127.0.0.1");
        network.answers("HTTP/1.1 200 OK\r\n\r\npicture");
        assertArrayEquals(PICTURE, pictures.fetch("http://rebinding.example:8080/a.png"));
        assertEquals(List.of(PUBLIC + ":8080"), network.connections());
        assertEquals(List.of("rebinding.example"), network.lookUps());
    }

    @Test
    void nameThatAlsoLeadsHomeIsRefused() {
        network.leads("both.example", PUBLIC, "10.0.0.1");
        assertTrue(refusal("http://both.example/a.png").contains("its network"));
        assertEquals(List.of(), network.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://inner.example/a.png",
                "//inner.example/a.png",
                "http://127.0.0.1:8480/v1/models",
                "file:///etc/passwd"
            })
    void redirectionHomeIsRefused(String location) {
        network.leads("inner.example", "192.168.0.1");
        network.leads("127.0.0.1", "127.0.0.1");
        network.answers("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n");
        refusal(ADDRESS);
        assertEquals(List.of(PUBLIC + ":80"), network.connections());
    }

    @Test
    void redirectionIsLookedUpAnew() throws ApiException {
        network.leads("other.example", "1.1.1.1");
        network.answers("HTTP/1.1 301 Moved\r\nLocation: http://other.example/b.png\r\n\r\n");
        network.answers("HTTP/1.1 200 OK\r\n\r\npicture");
        assertArrayEquals(PICTURE, pictures.fetch(ADDRESS));
        assertEquals(List.of(PUBLIC + ":80", "1.1.1.1:80"), network.connections());
    }

    @Test
    void redirectionsEnd() {
        for (int i = 0; i < 9; i++) {
            network.leads("pictures.example", PUBLIC);
            network.answers("HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n");
        }
        assertTrue(refusal(ADDRESS).contains("redirections"));
        assertEquals(4, network.connections().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture and more",
                "HTTP/1.0 200 OK\r\n\r\npicture",
                "HTTP/1.1 200\r\n\r\npicture",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3;x=y\r\npic\r\n4\r\nture\r\n0\r\n\r\n"
            })
    void everyFormOfABodyIsRead(String response) throws ApiException {
        network.answers(response);
        assertArrayEquals(PICTURE, pictures.fetch(ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\npicture",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\npicture",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\npicture\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\npicture",
                "HTTP/1.1 404 Not Found\r\n\r\n",
                "HTTP/1.1 302 Found\r\n\r\n"
            })
    void wrongResponseIsRefused(String response) {
        network.answers(response);
        refusal(ADDRESS);
    }

    @Test
    void bodyWithoutEndIsRefused() {
        network.answersWithoutEnd("HTTP/1.1 200 OK\r\n\r\n", Duration.ZERO);
        refusal(ADDRESS);
    }

    @Test
    void headWithoutEndIsRefused() {
        network.answersWithoutEnd("HTTP/1.1 200 OK\r\n", Duration.ZERO);
        refusal(ADDRESS);
    }

    @Test
    void serverThatSendsByteByByteIsGivenUp() {
        network.answersWithoutEnd("HTTP/1.1 200 OK\r\n\r\n", Duration.ofMillis(20));
        assertTrue(refusal(ADDRESS).contains("took more than"));
    }

    @Test
    void whatOneRequestFetchesIsCounted() throws ApiException {
        var memory = new BodyMemory(4 << 20);
        try (var share = memory.book(0)) {
            PictureFetcher fetching = _ -> new byte[3 << 20];
            var ofRequest = fetching.of(share, TIME);
            ofRequest.fetch(ADDRESS);
            var refused = assertThrows(ApiException.class, () -> ofRequest.fetch(ADDRESS));
            assertEquals("too_many_bytes", refused.code());
        }
        memory.book(3 << 20).close();
    }

    @ParameterizedTest
    @CsvSource({"'', http://pictures.example/", "a b, ''"})
    void redirectionToNoAddressIsRefused(String location) {
        network.answers("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n");
        refusal(ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void addressOfTheOwnNetworkIsNotPublic(String address) throws IOException {
        assertFalse(PublicPictures.isPublic(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "93.184.216.34", "2606:4700::1111"})
    void addressOfTheOpenNetworkIsPublic(String address) throws IOException {
        assertTrue(PublicPictures.isPublic(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/a.png",
                "http://localhost/a.png",
                "http://[::1]/a.png",
                "http://2130706433/a.png",
                "http://user@1.1.1.1/a.png",
                "file:///etc/passwd",
                "ftp://1.1.1.1/a.png",
                "a b"
            })
    void pictureOfTheOwnNetworkIsNotFetched(String address) {
        var real = PublicPictures.within(deadlines);
        var refused = assertThrows(ApiException.class, () -> real.fetch(address));
        assertEquals("remote_image_failed", refused.code());
    }
}
