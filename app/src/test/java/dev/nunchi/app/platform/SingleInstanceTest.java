package dev.nunchi.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.platform.SingleInstance.Start;
import dev.nunchi.app.task.Daemons;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(120)
class SingleInstanceTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final BlockingQueue<List<Path>> opened = new LinkedBlockingQueue<>();
    private final List<SingleInstance> instances = new ArrayList<>();

    @TempDir private Path state;

    @AfterEach
    void close() {
        instances.forEach(SingleInstance::close);
    }

    @Test
    void secondStartHandsItsFilesToTheFirst() throws Exception {
        first();
        var files = List.of(state.resolve("고양이 사진.jpg"), state.resolve("a model"));

        assertEquals(new Start.HandedOver(), SingleInstance.begin(state, files));

        assertEquals(files, opened.take());
    }

    @Test
    void startWithoutFilesStillCallsTheFirst() throws Exception {
        first();

        assertEquals(new Start.HandedOver(), SingleInstance.begin(state, List.of()));

        assertEquals(List.of(), opened.take());
    }

    @Test
    void filesAreHandedOverWithTheirFolder() throws Exception {
        first();

        SingleInstance.begin(state, List.of(Path.of("cat.jpg")));

        assertEquals(List.of(Path.of("cat.jpg").toAbsolutePath()), opened.take());
    }

    @Test
    void afterAnEndTheNextStartIsTheFirst() throws Exception {
        first().close();

        assertInstanceOf(Start.First.class, begin(state));
    }

    @Test
    void processGetsWhatAnotherHandsOverAndLeavesNothingBehindWhenKilled() throws Exception {
        Process other = other();
        try (var lines = other.inputReader()) {
            assertEquals("first", lines.readLine());
            Path picture = state.resolve("cat.jpg");

            assertEquals(new Start.HandedOver(), SingleInstance.begin(state, List.of(picture)));

            assertEquals(picture.toString(), lines.readLine());
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertInstanceOf(Start.First.class, begin(state));
    }

    @Test
    void garbageIsRefusedAndTheNextStartIsHeard() throws Exception {
        first();
        for (int seed = 0; seed < 5; seed++) {
            try (var channel = SocketChannel.open(address())) {
                byte[] garbage = new byte[100];
                new Random(seed).nextBytes(garbage);
                channel.write(ByteBuffer.wrap(garbage));
                assertEquals(-1, channel.read(ByteBuffer.allocate(1)), "seed " + seed);
            } catch (IOException e) {
                // Closed by the other end before all was read: refused as well.
                assertEquals(0, opened.size());
            }
        }

        SingleInstance.begin(state, List.of());

        assertEquals(List.of(), opened.take());
    }

    @Test
    void lengthThatIsALieIsRefused() throws Exception {
        first();
        try (var channel = SocketChannel.open(address())) {
            channel.write(
                    ByteBuffer.allocate(12)
                            .put("NUNCHI1\n".getBytes(StandardCharsets.US_ASCII))
                            .putInt(Integer.MAX_VALUE)
                            .flip());

            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void whoKeepsSilentDoesNotKeepOthersOut() throws Exception {
        first();
        try (var _ = SocketChannel.open(address())) {
            assertEquals(new Start.HandedOver(), SingleInstance.begin(state, List.of()));
        }
    }

    @Test
    void firstThatDoesNotListenIsSaidToBeSilent() throws Exception {
        begin(state);

        assertEquals(new Start.Silent(), SingleInstance.begin(state, List.of(), SHORT));
    }

    @Test
    void socketOfSomebodyElseIsRefused() throws Exception {
        assumeTrue(isRoot(), "only root can give files away");
        first();
        var lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        Files.setOwner(state.resolve("nunchi.sock"), lookup.lookupPrincipalByName("nobody"));

        assertEquals(new Start.Silent(), SingleInstance.begin(state, List.of(), SHORT));

        assertEquals(0, opened.size());
    }

    @Test
    void somebodyElseAtTheSocketIsRefused() throws Exception {
        assumeTrue(isRoot() && Files.exists(Path.of("/usr/bin/setpriv")), "needs another user");
        assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "needs python3 to speak as them");
        first();
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = state.resolve("nunchi.sock");
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));

        String said = speakAsNobody(socket);

        assertEquals("connected, answer of 0 bytes", said);
        assertEquals(0, opened.size());
    }

    @Test
    void socketIsItsOwnersAlone() throws Exception {
        assumeTrue(
                state.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "no such permissions here");
        first();

        var permissions = Files.getPosixFilePermissions(state.resolve("nunchi.sock"));

        assertEquals("rw-------", PosixFilePermissions.toString(permissions));
    }

    @Test
    void folderWhoseNameIsTooLongForASocketWorksAsWell() throws Exception {
        Path deep = Files.createDirectories(state.resolve("d".repeat(120)));
        listen(begin(deep));

        assertEquals(new Start.HandedOver(), SingleInstance.begin(deep, List.of()));
    }

    private SingleInstance first() throws StorageException {
        var first = begin(state);
        listen(first);
        return ((Start.First) first).instance();
    }

    private Start begin(Path folder) throws StorageException {
        var start = SingleInstance.begin(folder, List.of());
        if (start instanceof Start.First(SingleInstance instance)) {
            instances.add(instance);
        }
        return start;
    }

    private void listen(Start start) {
        ((Start.First) start).instance().listen(Daemons.named("test"), opened::add);
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(state.resolve("nunchi.sock"));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static String speakAsNobody(Path socket) throws IOException {
        String script =
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                said = "connected"
                try:
                    s.sendall(b"NUNCHI1\\n" + bytes(4))
                    answer = s.recv(1)
                except OSError:
                    answer = b""
                print(said + ", answer of %d bytes" % len(answer))
                """;
        var process =
                new ProcessBuilder(
                                "/usr/bin/setpriv",
                                "--reuid=65534",
                                "--regid=65534",
                                "--clear-groups",
                                "/usr/bin/python3",
                                "-c",
                                script,
                                socket.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var reader = process.inputReader()) {
            return String.valueOf(reader.readLine());
        }
    }

    private Process other() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Another process that is the first, and prints what it is handed.
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws StorageException {
            var out = System.out;
            var start = SingleInstance.begin(Path.of(arguments[0]), List.of());
            out.println(start instanceof Start.First ? "first" : "not the first");
            ((Start.First) start)
                    .instance()
                    .listen(Runnable::run, files -> files.forEach(out::println));
        }
    }
}
