package dev.nunchi.app.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Pictures over https, from a server on this computer with a certificate of its own.
class HttpsPicturesTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String PICTURE = "picture";
    private static final Duration TIME = Duration.ofSeconds(30);

    @TempDir static Path folder;
    private static SSLContext context;

    private final Deadlines deadlines = new Deadlines();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private SSLServerSocket server;

    /// A certificate for `pictures.example`, and trust in it.
    @BeforeAll
    static void certify() throws Exception {
        var file = folder.resolve("keys.p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=pictures.example",
                                "-ext",
                                "san=dns:pictures.example",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertEquals(0, keytool.waitFor(), () -> "see " + folder.resolve("keytool.log"));
        context = context(file);
    }

    private static SSLContext context(Path file) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return made;
    }

    @BeforeEach
    void start() throws IOException {
        server =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var _ = threads.submit(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.close();
    }

    private Void serve() throws IOException {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                byte[] head = new byte[4096];
                if (socket.getInputStream().read(head) > 0) {
                    var response = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" + PICTURE;
                    socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    throw e;
                }
                // The caller does not trust this server.
            }
        }
        return null;
    }

    @Test
    void pictureComesFromTheHolderOfTheCertificate() throws ApiException {
        assertArrayEquals(
                PICTURE.getBytes(StandardCharsets.US_ASCII),
                fetch("https://pictures.example/cat.png", context.getSocketFactory()));
    }

    @Test
    void certificateOfAnotherHostIsRefused() {
        assertRefused("https://others.example/cat.png", context.getSocketFactory());
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() {
        assertRefused(
                "https://pictures.example/cat.png",
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private void assertRefused(String address, SSLSocketFactory encryption) {
        var refused = assertThrows(ApiException.class, () -> fetch(address, encryption));
        assertEquals("remote_image_failed", refused.code());
    }

    private byte[] fetch(String address, SSLSocketFactory encryption) throws ApiException {
        return new PublicPictures(new Home(encryption), deadlines, TIME).fetch(address);
    }

    /// All names lead to the open network, and all connections to this server.
    private final class Home implements OpenNetwork {
        private final SSLSocketFactory encryption;

        Home(SSLSocketFactory encryption) {
            this.encryption = encryption;
        }

        @Override
        public List<InetAddress> lookUp(String host) {
            return List.of(InetAddress.ofLiteral("93.184.216.34"));
        }

        @Override
        public Socket connect(InetSocketAddress at, Duration longest) throws IOException {
            var socket = new Socket();
            socket.connect(server.getLocalSocketAddress(), (int) longest.toMillis());
            return socket;
        }

        @Override
        public SSLSocketFactory encryption() {
            return encryption;
        }
    }
}
