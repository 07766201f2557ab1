package dev.nunchi.app.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.Download.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

@Timeout(120)
class DownloadQueueTest {
    private static final CatalogueModel FIRST = TestHub.model();
    private static final CatalogueModel SECOND = TestHub.model("second");
    private static final String WEIGHTS = TestHub.resolve("model-1.safetensors");

    @TempDir private Path folder;
    private TestHub hub;
    private DownloadQueue queue;

    @BeforeEach
    void startHub() throws IOException {
        hub = new TestHub();
        queue = queue();
    }

    @AfterEach
    void stopHub() throws IOException {
        hub.close();
    }

    private DownloadQueue queue() {
        return new DownloadQueue(
                hub.downloads(folder, _ -> Long.MAX_VALUE), folder.resolve("queue.json"));
    }

    @Test
    void modelsAreDownloadedInTheirOrder() throws Exception {
        queue.add(FIRST);
        queue.add(SECOND);

        queue.work();

        assertEquals(
                List.of(FIRST, SECOND), queue.downloads().stream().map(Download::model).toList());
        queue.downloads().forEach(now -> assertInstanceOf(State.Finished.class, now.state()));
    }

    @Test
    void addingAloneAsksNothing() throws Exception {
        queue.add(FIRST);

        assertEquals(0, hub.requests());
        assertInstanceOf(State.Waiting.class, state());
    }

    @Test
    void failedModelLeavesTheOthersAlone() throws Exception {
        hub.server()
                .on(
                        "/api/models/owner/small",
                        TestServer.status("404 Not Found"),
                        (_, reply) ->
                                reply.head("200 OK")
                                        .bytes(
                                                ("{\"sha\":\"" + TestHub.REVISION + "\"}")
                                                        .getBytes(StandardCharsets.US_ASCII)));
        queue.add(FIRST);
        queue.add(SECOND);

        queue.work();

        assertInstanceOf(State.Failed.class, state());
        assertInstanceOf(State.Finished.class, queue.downloads().getLast().state());
    }

    @Test
    void pausedModelKeepsWhatHasComeAndGoesOn() throws Exception {
        var worker = workWhileStalled();

        queue.pause(FIRST);

        worker.join();
        assertInstanceOf(State.Paused.class, state());
        queue.add(FIRST);
        queue.work();
        assertInstanceOf(State.Finished.class, state());
        assertEquals(50_000, hub.server().requests(WEIGHTS).getLast().from().orElse(0));
    }

    @Test
    void waitingModelTakesTheTurnOfAPausedOne() throws Exception {
        var worker = workWhileStalled();
        queue.add(SECOND);

        queue.pause(FIRST);

        worker.join();
        assertInstanceOf(State.Paused.class, state());
        assertInstanceOf(State.Finished.class, queue.downloads().getLast().state());
    }

    @Test
    void cancelledModelLeavesNothing() throws Exception {
        var worker = workWhileStalled();

        queue.cancel(FIRST);

        worker.join();
        assertEquals(List.of(), queue.downloads());
        assertFalse(Files.exists(folder.resolve("small")));
    }

    @Test
    void wishesSurviveTheProgramAndWaitForThePerson() throws Exception {
        queue.add(SECOND);
        queue.add(FIRST);

        var again = queue();

        assertEquals(
                List.of(
                        new Download(SECOND, new State.Paused()),
                        new Download(FIRST, new State.Paused())),
                again.downloads());
        again.work();
        assertEquals(0, hub.requests());
    }

    @Test
    void damagedQueueIsAnEmptyOne() throws Exception {
        Files.writeString(folder.resolve("queue.json"), "[\"small\", 7, \"unknown\"");

        assertEquals(List.of(), queue().downloads());
    }

    @Test
    void modelsThatAreNotInTheCatalogueAnyMoreAreForgotten() throws Exception {
        Files.writeString(folder.resolve("queue.json"), "[\"gone\", \"small\"]");

        assertEquals(List.of(new Download(FIRST, new State.Paused())), queue().downloads());
    }

    @Test
    void endOfTheProgramPausesWhatRuns() throws Exception {
        var worker = workWhileStalled();
        queue.add(SECOND);

        queue.pauseAll();

        worker.join();
        queue.downloads().forEach(now -> assertInstanceOf(State.Paused.class, now.state()));
    }

    @Test
    void secondWorkerHasNothingToDo() throws Exception {
        var worker = workWhileStalled();

        queue.work();

        assertTrue(worker.isAlive());
        queue.pauseAll();
        worker.join();
    }

    /// A download of which 50,000 bytes of weights have come, and then nothing more.
    private Thread workWhileStalled() throws Exception {
        var there = new CountDownLatch(1);
        byte[] content = hub.content("model-1.safetensors");
        hub.server()
                .on(
                        WEIGHTS,
                        (_, reply) -> {
                            reply.head("200 OK", "ETag: \"w\"", "Content-Length: " + content.length)
                                    .bytes(content, 0, 50_000);
                            there.countDown();
                            reply.stall();
                        },
                        TestServer.file(content, "\"w\""));
        queue.add(FIRST);
        var worker = Thread.ofVirtual().start(queue::work);
        there.await();
        var part = folder.resolve("small").resolve("model-1.safetensors.part");
        while (!Files.exists(part) || Files.size(part) < 50_000) {
            Thread.sleep(5);
        }
        return worker;
    }

    private State state() {
        return queue.downloads().getFirst().state();
    }
}
