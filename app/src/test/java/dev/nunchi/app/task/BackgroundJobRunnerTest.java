package dev.nunchi.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;
import dev.nunchi.engine.progress.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

@Timeout(20)
class BackgroundJobRunnerTest {
    @TempDir private Path dir;
    private final ExecutorService window =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "window"));
    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void closeWindow() {
        window.close();
    }

    @Test
    void whatJobTellsIsHeardOnTheThreadOfTheWindowInOrder() throws InterruptedException {
        var heard = new ConcurrentLinkedQueue<String>();
        var tell =
                runner().onWindow((Integer value) -> {
                    heard.add(value + " " + Thread.currentThread().getName());
                    if (value == 2) {
                        ended.countDown();
                    }
                });
        tell.accept(1);
        tell.accept(2);
        ended.await();

        assertEquals(List.of("1 window", "2 window"), List.copyOf(heard));
    }

    @Test
    void everythingIsHeardOnTheThreadOfTheWindow() throws InterruptedException {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        window.execute(() ->
                runner().run(
                                Job.of(
                                        "work",
                                        context -> {
                                            context.report(Stage.ANSWERING, 1, 2);
                                            context.onText("x");
                                            return 1;
                                        }))
                        .onText(_ -> threads.add(Thread.currentThread().getName()))
                        .onProgress(_ -> threads.add(Thread.currentThread().getName()))
                        .onSuccess(_ -> {
                            threads.add(Thread.currentThread().getName());
                            ended.countDown();
                        }));
        ended.await();

        assertEquals(Set.of("window"), threads);
    }

    @Test
    void manyDeltasArriveWholeInFewPieces() throws InterruptedException {
        var pieces = new ConcurrentLinkedQueue<String>();
        window.execute(() ->
                runner().run(
                                Job.of(
                                        "work",
                                        context -> {
                                            for (int i = 0; i < 10_000; i++) {
                                                context.onText("가");
                                            }
                                            return 1;
                                        }))
                        .onText(pieces::add)
                        .onSuccess(_ -> ended.countDown()));
        ended.await();

        assertEquals("가".repeat(10_000), String.join("", pieces));
        assertTrue(pieces.size() < 200, () -> pieces.size() + " pieces");
    }

    @Test
    void cancelReachesTheJob() throws InterruptedException {
        var begun = new CountDownLatch(1);
        window.execute(() -> {
            var handle =
                    runner().run(
                                    Job.of(
                                            "work",
                                            context -> {
                                                begun.countDown();
                                                while (!context.cancel().isCancelled()) {
                                                    Thread.onSpinWait();
                                                }
                                                return 1;
                                            }))
                            .onSuccess(_ -> ended.countDown());
            handle.cancel();
        });
        begun.await();

        ended.await();
    }

    @Test
    void onlyTheLastOfManyActsRuns() throws InterruptedException {
        var ran = new ConcurrentLinkedQueue<Integer>();
        var debouncer = runner().debouncer(Duration.ofMillis(150));
        for (int i = 1; i <= 5; i++) {
            int act = i;
            debouncer.submit(() -> {
                ran.add(act);
                ended.countDown();
            });
        }
        ended.await();

        assertEquals(List.of(5), List.copyOf(ran));
    }

    private BackgroundJobRunner runner() {
        return new BackgroundJobRunner(
                new Boundary(Messages.of(Language.EN), new ErrorReports(dir)), window);
    }
}
