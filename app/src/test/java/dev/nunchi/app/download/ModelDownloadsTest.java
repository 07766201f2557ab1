package dev.nunchi.app.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.app.download.DownloadProgress.Activity;
import dev.nunchi.app.download.ModelDownloads.ReceivedFile;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.FolderLock;
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
import java.util.ArrayList;
import java.util.List;

@Timeout(120)
class ModelDownloadsTest {
    private static final String WEIGHTS = "model-1.safetensors";

    /// The files, 40 % of them for the import, and what stays free.
    private static final long NEEDED = 350_003 + 140_001 + Transfer.FREE_BYTES;

    @TempDir private Path folder;
    private final List<DownloadProgress> heard = new ArrayList<>();
    private TestHub hub;
    private ModelDownloads downloads;

    @BeforeEach
    void startHub() throws IOException {
        hub = new TestHub();
        downloads = hub.downloads(folder, _ -> Long.MAX_VALUE);
    }

    @AfterEach
    void stopHub() throws IOException {
        hub.close();
    }

    @Test
    void nothingIsAskedBeforeADownload() {
        assertEquals(0, hub.requests());
    }

    @Test
    void filesOfTheModelAreReceivedAndNoOthers() throws Exception {
        var got = get();

        assertEquals(
                List.of(
                        new ReceivedFile("config.json", 3, false),
                        new ReceivedFile(WEIGHTS, 200_000, true),
                        new ReceivedFile("model-2.safetensors", 150_000, true)),
                got.files());
        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(own().resolve(WEIGHTS)));
        assertFalse(Files.exists(own().resolve("pytorch_model.bin")));
        assertEquals(1, got.unchecked());
    }

    @Test
    void progressGoesFromNothingToAll() throws Exception {
        get();

        assertEquals(Activity.ASKING, heard.getFirst().activity());
        assertEquals(350_003, heard.getLast().done());
        assertEquals(350_003, heard.getLast().total());
    }

    @Test
    void finishedModelAsksNothingAgain() throws Exception {
        get();
        int before = hub.requests();

        get();

        assertEquals(before, hub.requests());
    }

    @Test
    void filesThatLieBehindARedirectAreReceived() throws Exception {
        hub.server()
                .on(
                        TestHub.resolve(WEIGHTS),
                        TestServer.status("302 Found", "Location: /store/" + WEIGHTS));
        hub.server().on("/store/" + WEIGHTS, TestServer.file(hub.content(WEIGHTS), "\"s\""));

        get();

        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(own().resolve(WEIGHTS)));
    }

    @Test
    void stoppedDownloadGoesOnWithTheSameFiles() throws Exception {
        var cancel = new CancelToken();
        var stopped =
                downloads.get(
                        TestHub.model(),
                        progress -> {
                            if (progress.file().equals("model-2.safetensors")) {
                                cancel.cancel();
                            }
                        },
                        cancel);
        assertTrue(stopped.isEmpty());
        assertTrue(Files.exists(own().resolve(WEIGHTS)));
        hub.tree("[]");

        get();

        assertEquals(1, hub.server().requests(TestHub.resolve(WEIGHTS)).size());
        assertTrue(Files.exists(own().resolve("model-2.safetensors")));
    }

    @Test
    void spaceForAllFilesAndTheirImportMustBeFree() {
        downloads = hub.downloads(folder, _ -> NEEDED - 1);

        var failure = assertThrows(DownloadException.class, this::get);

        assertEquals(Reason.NO_SPACE, failure.reason());
        assertEquals(NEEDED, failure.bytesNeeded());
        assertEquals(List.of(), hub.server().requests(TestHub.resolve("config.json")));
    }

    @Test
    void whatIsThereNeedsNoSpace() throws Exception {
        get();
        downloads = hub.downloads(folder, _ -> 0);

        assertEquals(350_003, get().bytes());
    }

    @Test
    void modelThatLacksItsWeightsIsIncomplete() {
        hub.tree("[{\"type\":\"file\",\"path\":\"config.json\",\"size\":3,\"oid\":\"\"}]");

        assertReason(Reason.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[",
                "not json",
                "[{\"type\":\"file\",\"path\":\"config.json\",\"size\":-3}]",
                "[{\"type\":\"file\",\"path\":\"config.json\",\"size\":9e18}]",
                "[{\"type\":\"file\",\"path\":\"config.json\",\"size\":3},"
                        + "{\"type\":\"file\",\"path\":\"config.json\",\"size\":4}]"
            })
    void listThatIsNoneIsRefused(String body) {
        hub.tree(body);

        assertReason(Reason.BAD_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.safetensors",
                "/etc/evil.safetensors",
                "..\\\\evil.safetensors",
                ".evil.safetensors",
                "a b.safetensors",
                "C:evil.safetensors"
            })
    void namesThatLeadElsewhereAreNotTaken(String name) throws Exception {
        hub.tree(
                """
                [{"type":"file","path":"config.json","size":3,"oid":""},
                 {"type":"file","path":"%s","size":4,"oid":""}]
                """
                        .formatted(name));

        assertReason(Reason.INCOMPLETE);
    }

    @Test
    void listOfSeveralPagesIsReadToItsEnd() throws Exception {
        String second = "/api/models/owner/small/tree/more";
        hub.server()
                .on(
                        "/api/models/owner/small/tree/" + TestHub.REVISION + "?recursive=1",
                        (_, reply) ->
                                reply.head("200 OK", "Link: <" + second + ">; rel=\"next\"")
                                        .bytes("[]".getBytes(StandardCharsets.US_ASCII)));
        hub.json(
                second,
                """
                [{"type":"file","path":"config.json","size":3,"oid":""},
                 {"type":"file","path":"model-1.safetensors","size":200000,"oid":""}]
                """);

        assertEquals(2, get().files().size());
    }

    @Test
    void repositoryThatIsGoneIsNotFound() {
        hub.server().on("/api/models/owner/small", TestServer.status("404 Not Found"));

        assertReason(Reason.NOT_FOUND);
    }

    @Test
    void modelIsDownloadedByOneAtATime() throws Exception {
        Files.createDirectories(own());
        try (var _ = FolderLock.acquire(own())) {
            assertReason(Reason.IN_USE);
        }
    }

    @Test
    void diskErrorIsToldAsOne() throws Exception {
        Files.createDirectories(own());
        Files.createDirectory(Storage.partOf(own().resolve(WEIGHTS)));

        assertReason(Reason.DISK);
    }

    @Test
    void removedDownloadIsGone() throws Exception {
        get();

        downloads.remove(TestHub.model());

        assertFalse(Files.exists(own()));
    }

    private ModelDownloads.Downloaded get() throws DownloadException {
        return downloads.get(TestHub.model(), heard::add, CancelToken.none()).orElseThrow();
    }

    private void assertReason(Reason reason) {
        var failure = assertThrows(DownloadException.class, this::get);
        assertEquals(reason, failure.reason(), failure.getMessage());
    }

    private Path own() {
        return folder.resolve("small");
    }
}
