package dev.nunchi.app.download;

import static dev.nunchi.app.download.TestServer.cutAfter;
import static dev.nunchi.app.download.TestServer.file;
import static dev.nunchi.app.download.TestServer.status;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.Sha256;
import dev.nunchi.engine.storage.Storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/// One file from a server that cuts, corrupts, stalls and lies.
@Timeout(120)
class TransferTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(
                    4, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMillis(1500));
    private static final String PATH = "/model.safetensors";
    private static final String TAG = "\"v1\"";
    private static final byte[] CONTENT = content(7, 300_000);
    private static final byte[] OTHER = content(8, 300_000);
    private static final Optional<Checksum> SHA = Checksum.sha256(sha256(CONTENT));

    @TempDir private Path folder;
    private final CancelToken cancel = new CancelToken();
    private final List<Duration> pauses = new ArrayList<>();
    private Space space = _ -> Long.MAX_VALUE;
    private TestServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void wholeFileGetsItsName() throws Exception {
        server.on(PATH, file(CONTENT, TAG));

        assertTrue(receive(SHA));

        assertReceived();
    }

    @Test
    void nothingIsLeftBesideTheFile() throws Exception {
        server.on(PATH, file(CONTENT, TAG));

        receive(SHA);

        try (var files = Files.list(folder)) {
            assertEquals(List.of(target()), files.toList());
        }
    }

    @Test
    void cutFileGoesOnWhereItWas() throws Exception {
        server.on(PATH, cutAfter(100_000, CONTENT, TAG), file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
        var second = server.requests(PATH).get(1);
        assertTrue(second.from().orElse(0) > 0);
        assertEquals(TAG, second.headers().get("if-range"));
    }

    @Test
    void transferIsGivenUpWhenNothingMoreComes() {
        server.on(PATH, cutAfter(100_000, CONTENT, TAG), cutAfter(0, CONTENT, TAG));

        assertReason(Reason.UNREACHABLE, SHA);

        // The first came with bytes and begins the row.
        assertEquals(QUICK.tries(), server.requests(PATH).size());
        assertTrue(Files.exists(part()));
    }

    @Test
    void silentServerIsLeftAndAskedAgain() throws Exception {
        server.on(
                PATH,
                (_, reply) ->
                        reply.head("200 OK", "ETag: " + TAG, "Content-Length: " + CONTENT.length)
                                .bytes(CONTENT, 0, 50_000)
                                .stall(),
                file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
        assertEquals(50_000, server.requests(PATH).get(1).from().orElse(0));
    }

    @Test
    void serverThatNeverAnswersIsGivenUp() {
        var hasty = new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ofMillis(300));
        server.on(PATH, (_, reply) -> reply.stall());

        var failure = assertThrows(DownloadException.class, () -> receive(SHA, hasty));

        assertEquals(Reason.UNREACHABLE, failure.reason());
    }

    @Test
    void closedPortIsUnreachable() throws IOException {
        server.close();

        assertReason(Reason.UNREACHABLE, SHA);
    }

    @Test
    void corruptBytesAreRemoved() {
        byte[] corrupt = CONTENT.clone();
        corrupt[123_456] ^= 1;
        server.on(PATH, file(corrupt, TAG));

        assertReason(Reason.WRONG_CHECKSUM, SHA);

        assertNothingThere();
    }

    @Test
    void corruptFileIsHadWholeTheNextTime() throws Exception {
        byte[] corrupt = CONTENT.clone();
        corrupt[0] ^= 1;
        server.on(PATH, file(corrupt, TAG), file(CONTENT, TAG));
        assertReason(Reason.WRONG_CHECKSUM, SHA);

        receive(SHA);

        assertReceived();
    }

    @Test
    void checksumOfALinkedFileIsBelieved() {
        server.on(
                PATH,
                status(
                        "302 Found",
                        "Location: /store/blob",
                        "X-Linked-Etag: \"" + sha256(OTHER) + "\""));
        server.on("/store/blob", file(CONTENT, TAG));

        assertReason(Reason.WRONG_CHECKSUM, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Repr-Digest: sha-256=:%s:", "Digest: sha-256=%s"})
    void digestOfTheHeadersIsHeldAgainstTheContent(String header) throws Exception {
        String wrong = header.formatted(base64(OTHER));
        String right = header.formatted(base64(CONTENT));
        server.on(PATH, file(CONTENT, TAG, wrong), file(CONTENT, TAG, right));
        assertReason(Reason.WRONG_CHECKSUM, Optional.empty());

        assertTrue(receive(Optional.empty()));
    }

    @Test
    void gitBlobIsHeldAgainstTheContent() throws Exception {
        var known = Checksum.gitBlob("ce013625030ba8dba906f756967f9e9ca394464a");
        byte[] hello = "hello\n".getBytes(StandardCharsets.US_ASCII);
        server.on(PATH, file(hello, TAG));

        assertTrue(receive(remote(OptionalLong.of(6), known), QUICK));
    }

    @Test
    void missingChecksumIsSaid() throws Exception {
        server.on(PATH, file(CONTENT, TAG, "X-Linked-Etag: \"5d41402abc4b2a76b9719d911017c592\""));

        assertFalse(receive(Optional.empty()));

        assertReceived();
    }

    @Test
    void shorterFileThanListedIsRefused() {
        server.on(PATH, file(content(7, 299_999), TAG));

        assertReason(Reason.WRONG_LENGTH, SHA);
    }

    @Test
    void moreBytesThanAnnouncedAreRefused() {
        server.on(
                PATH,
                (_, reply) -> reply.head("200 OK", "ETag: " + TAG).bytes(CONTENT).bytes(OTHER));

        assertReason(Reason.WRONG_LENGTH, SHA);

        assertNothingThere();
    }

    @Test
    void bodyThatEndsEarlyWithoutALengthIsNotTheFile() throws Exception {
        server.on(
                PATH,
                (_, reply) -> reply.head("200 OK", "ETag: " + TAG).bytes(CONTENT, 0, 1000),
                file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
    }

    @Test
    void serverWithoutRangesBeginsAgain() throws Exception {
        server.on(
                PATH,
                cutAfter(100_000, CONTENT, TAG),
                (_, reply) ->
                        reply.head("200 OK", "ETag: " + TAG, "Content-Length: " + CONTENT.length)
                                .bytes(CONTENT));

        receive(SHA);

        assertReceived();
    }

    @Test
    void changedFileIsBegunAgain() throws Exception {
        server.on(PATH, cutAfter(100_000, OTHER, "\"v0\""), file(CONTENT, TAG));

        receive(Optional.empty());

        assertReceived();
        assertEquals("\"v0\"", server.requests(PATH).get(1).headers().get("if-range"));
    }

    @Test
    void restOfAnotherFileIsNotAppended() throws Exception {
        server.on(
                PATH,
                cutAfter(100_000, OTHER, "\"v0\""),
                (request, reply) -> {
                    int from = request.from().orElse(0);
                    reply.head(
                                    "206 Partial Content",
                                    "ETag: " + TAG,
                                    "Content-Range: bytes %d-%d/%d"
                                            .formatted(from, CONTENT.length - 1, CONTENT.length))
                            .bytes(CONTENT, from, CONTENT.length);
                },
                file(CONTENT, TAG));

        receive(Optional.empty());

        assertReceived();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-299999/300000",
                "bytes 99-299999/300000",
                "bytes 100000-299999/400000",
                "bytes 100000-200000/300000",
                "items 100000-299999/300000",
                ""
            })
    void wrongRangeIsRefused(String range) throws Exception {
        server.on(
                PATH,
                (_, reply) ->
                        reply.head("200 OK", "ETag: " + TAG, "Content-Length: 300000")
                                .bytes(CONTENT, 0, 100_000)
                                .stall(),
                (_, reply) ->
                        reply.head("206 Partial Content", "Content-Range: " + range).bytes(OTHER),
                file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
        assertTrue(server.requests(PATH).get(2).from().isEmpty());
    }

    @Test
    void weakTagIsNotResumedUpon() throws Exception {
        server.on(PATH, cutAfter(100_000, CONTENT, "W/\"v1\""), file(CONTENT, TAG));

        receive(Optional.empty());

        assertReceived();
        assertTrue(server.requests(PATH).get(1).from().isEmpty());
    }

    @Test
    void publishedChecksumMakesUpForAWeakTag() throws Exception {
        server.on(PATH, cutAfter(100_000, CONTENT, "W/\"v1\""), file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
        assertTrue(server.requests(PATH).get(1).from().isPresent());
    }

    @Test
    void partThatWasNotAskedForIsRefused() {
        server.on(
                PATH,
                (_, reply) ->
                        reply.head("206 Partial Content", "Content-Range: bytes 0-299999/300000")
                                .bytes(CONTENT));

        assertReason(Reason.BAD_ANSWER, SHA);
    }

    @Test
    void rangeBehindTheEndBeginsAgain() throws Exception {
        server.on(
                PATH,
                cutAfter(100_000, CONTENT, TAG),
                status("416 Range Not Satisfiable", "Content-Range: bytes */99"),
                file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
    }

    @Test
    void busyServerIsAskedWhenItSaid() throws Exception {
        server.on(
                PATH,
                status("503 Service Unavailable", "Retry-After: 1"),
                status("429 Too Many Requests", "Retry-After: 0"),
                file(CONTENT, TAG));
        var patient =
                new RetryPolicy(
                        4, Duration.ofMillis(2), Duration.ofMillis(150), Duration.ofSeconds(5));

        receive(remote(size(), SHA), patient);

        assertReceived();
        assertEquals(Duration.ofSeconds(1), pauses.getFirst());
        assertTrue(pauses.get(1).toMillis() < 10);
    }

    @Test
    void serverThatStaysBusyIsLeft() {
        server.on(PATH, status("429 Too Many Requests"));

        assertReason(Reason.BUSY, SHA);
    }

    @Test
    void pauseThatAServerAsksForHasAnEnd() {
        var policy = RetryPolicy.defaults();

        assertEquals(Duration.ofMinutes(10), policy.asked(Duration.ofDays(1)));
    }

    @Test
    void pausesGrowAndAreSpread() {
        var policy = RetryPolicy.defaults();
        var random = new Random(1);

        for (int failures = 1; failures <= 10; failures++) {
            long whole = Math.min(60_000, 1000L << (failures - 1));
            long pause = policy.pauseAfter(failures, random).toMillis();
            assertTrue(pause >= whole / 2 && pause <= whole, failures + ": " + pause);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"401 Unauthorized", "403 Forbidden"})
    void serverThatWantsToKnowWhoAsksIsNotAskedAgain(String refusal) {
        server.on(PATH, status(refusal));

        assertReason(Reason.NOT_ALLOWED, SHA);

        assertEquals(1, server.requests(PATH).size());
    }

    @Test
    void missingFileIsNotAskedForAgain() {
        server.on(PATH, status("404 Not Found"));

        assertReason(Reason.NOT_FOUND, SHA);

        assertEquals(1, server.requests(PATH).size());
    }

    @Test
    void codedBodyIsRefused() {
        server.on(PATH, file(CONTENT, TAG, "Content-Encoding: gzip"));

        assertReason(Reason.BAD_ANSWER, SHA);
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        server.on(PATH, status("302 Found", "Location: /a"));
        server.on("/a", status("307 Temporary Redirect", "Location: " + server.address("/b")));
        server.on("/b", file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
    }

    @Test
    void redirectsInACircleAreLeft() {
        server.on(PATH, status("302 Found", "Location: /a"));
        server.on("/a", status("302 Found", "Location: " + PATH));

        assertReason(Reason.BAD_REDIRECT, SHA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Location: file:///etc/passwd",
                "Location: ftp://127.0.0.1/x",
                "Location: http:///x",
                "Location: http://a b/",
                "X-Nothing: 1"
            })
    void redirectsToOtherThanTheWebAreRefused(String location) {
        server.on(PATH, status("302 Found", location));

        assertReason(Reason.BAD_REDIRECT, SHA);
    }

    @Test
    void killedTransferGoesOnInANewOne() throws Exception {
        server.on(PATH, cutAfter(120_000, CONTENT, TAG), cutAfter(0, CONTENT, TAG));
        assertReason(Reason.UNREACHABLE, SHA);
        long there = Files.size(part());
        server.on(PATH, file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
        assertEquals(there, server.requests(PATH).getLast().from().orElse(0));
    }

    @Test
    void partOfAnotherAddressIsResumedOnlyByChecksum() throws Exception {
        server.on("/elsewhere" + PATH, cutAfter(120_000, CONTENT, TAG), cutAfter(0, CONTENT, TAG));
        var elsewhere =
                new RemoteFile(server.address("/elsewhere" + PATH), size(), Optional.empty());
        assertThrows(DownloadException.class, () -> receive(elsewhere, QUICK));
        server.on(PATH, file(CONTENT, TAG));

        receive(Optional.empty());

        assertReceived();
        assertTrue(server.requests(PATH).getFirst().from().isEmpty());
    }

    @Test
    void damagedPartIsFoundOut() throws Exception {
        Files.write(part(), OTHER);
        server.on(PATH, file(CONTENT, TAG));

        assertReason(Reason.WRONG_CHECKSUM, SHA);

        assertNothingThere();
    }

    @Test
    void partThatIsTooLongIsBegunAgain() throws Exception {
        Files.write(part(), content(9, 300_001));
        server.on(PATH, file(CONTENT, TAG));

        receive(SHA);

        assertReceived();
    }

    @Test
    void wholePartAsksNothing() throws Exception {
        Files.write(part(), CONTENT);

        receive(SHA);

        assertReceived();
        assertEquals(List.of(), server.requests());
    }

    @Test
    void fileThatIsThereAsksNothing() throws Exception {
        Files.write(target(), CONTENT);

        receive(SHA);

        assertEquals(List.of(), server.requests());
    }

    @Test
    void otherFileOfTheNameIsNotReplaced() throws Exception {
        Files.write(target(), new byte[] {1, 2, 3});
        server.on(PATH, file(CONTENT, TAG));

        assertReason(Reason.WRONG_LENGTH, SHA);

        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target()));
    }

    @Test
    void stoppedTransferKeepsWhatIsThere() throws Exception {
        server.on(
                PATH,
                (_, reply) -> {
                    reply.head("200 OK", "ETag: " + TAG, "Content-Length: " + CONTENT.length)
                            .bytes(CONTENT, 0, 80_000);
                    while (!Files.exists(part()) || Files.size(part()) < 80_000) {
                        Thread.onSpinWait();
                    }
                    cancel.cancel();
                    reply.stall();
                });

        assertThrows(StoppedException.class, () -> receive(SHA));

        assertEquals(80_000, Files.size(part()));
    }

    @Test
    void fullDiskKeepsWhatIsThere() throws Exception {
        byte[] large = content(11, 40 << 20);
        space = _ -> Files.size(part()) > 30 << 20 ? 1000 : Long.MAX_VALUE;
        server.on(PATH, file(large, TAG));
        var wanted = remote(OptionalLong.of(large.length), Optional.empty());

        var failure = assertThrows(DownloadException.class, () -> receive(wanted, QUICK));

        assertEquals(Reason.NO_SPACE, failure.reason());
        assertTrue(failure.bytesNeeded() > Transfer.FREE_BYTES);
        assertTrue(Files.size(part()) >= 30 << 20);
        space = _ -> Long.MAX_VALUE;
        receive(wanted, QUICK);
        assertArrayEquals(large, Files.readAllBytes(target()));
    }

    @Test
    void folderThatCannotBeWrittenIsADiskError() throws Exception {
        Files.createDirectory(part());
        server.on(PATH, file(CONTENT, TAG));

        assertThrows(StorageException.class, () -> receive(SHA));
    }

    private boolean receive(Optional<Checksum> checksum) throws Exception {
        return receive(checksum, QUICK);
    }

    private boolean receive(Optional<Checksum> checksum, RetryPolicy policy) throws Exception {
        return receive(remote(size(), checksum), policy);
    }

    private boolean receive(RemoteFile file, RetryPolicy policy) throws Exception {
        try (var web = new Web()) {
            var patience = new Patience(policy.stall(), cancel);
            var retries = new Retries(policy, patience, new Random(3));
            var means = new Transfer.Means(web, retries, space);
            return new Transfer(file, target(), means, new Heard()).receive();
        }
    }

    private final class Heard implements TransferListener {
        @Override
        public void received(long bytes) {}

        @Override
        public void waiting(Duration pause) {
            pauses.add(pause);
        }
    }

    private void assertReason(Reason reason, Optional<Checksum> checksum) {
        var failure = assertThrows(DownloadException.class, () -> receive(checksum));
        assertEquals(reason, failure.reason(), failure.getMessage());
    }

    private void assertReceived() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(target()));
    }

    private void assertNothingThere() {
        assertFalse(Files.exists(target()));
        assertFalse(Files.exists(part()));
        assertFalse(Files.exists(PartState.fileOf(target())));
    }

    private RemoteFile remote(OptionalLong size, Optional<Checksum> checksum) {
        return new RemoteFile(server.address(PATH), size, checksum);
    }

    private static OptionalLong size() {
        return OptionalLong.of(CONTENT.length);
    }

    private Path target() {
        return folder.resolve("model.safetensors");
    }

    private Path part() {
        return Storage.partOf(target());
    }

    private static byte[] content(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(content));
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(Sha256.newDigest().digest(content));
    }
}
