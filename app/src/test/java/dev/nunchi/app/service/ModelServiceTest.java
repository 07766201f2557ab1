package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(30)
class ModelServiceTest {
    @TempDir private Path dir;
    private Fixture app;
    private InstalledModel one;
    private InstalledModel two;

    @BeforeEach
    void openApp() throws StoreException {
        app = new Fixture(dir);
        one = app.catalog.list().getFirst();
        two = app.catalog.list().getLast();
    }

    @AfterEach
    void closeApp() throws StoreException {
        app.close();
    }

    @Test
    void openModelStaysOpen() throws EngineException {
        app.models.open(one, Progress.NONE);
        ScriptedAssistant first = app.one();
        app.models.open(one, Progress.NONE);

        assertSame(first, app.one());
        assertFalse(first.isClosed());
    }

    @Test
    void switchingClosesTheOldModel() throws EngineException {
        app.models.open(one, Progress.NONE);
        app.models.open(two, Progress.NONE);

        assertTrue(app.one().isClosed());
        assertEquals(Optional.of("two"), app.models.current().map(info -> info.name()));
    }

    @Test
    void switchingCancelsTheRunningAnswer()
            throws EngineException, StoreException, InterruptedException, ExecutionException {
        var begun = new CountDownLatch(1);
        var cancel = new CancelToken();
        Runnable untilCancelled =
                () -> {
                    begun.countDown();
                    while (!cancel.isCancelled()) {
                        Thread.onSpinWait();
                    }
                };
        app.one().says(untilCancelled, "never said");
        app.models.open(one, Progress.NONE);
        long id = app.conversations.create().id();
        app.chat.ask(id, new Draft("What?", List.of()));
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<StoredTurn> answer =
                    threads.submit(() -> app.chat.answer(id, new HeardAnswer(), cancel));
            begun.await();
            app.models.open(two, Progress.NONE);

            assertEquals(FinishReason.CANCELLED, answer.get().facts().orElseThrow().finishReason());
        }
    }

    @Test
    void removingTheOpenModelClosesIt() throws EngineException {
        app.models.open(one, Progress.NONE);
        app.models.remove(one);

        assertTrue(app.one().isClosed());
        assertEquals(List.of(two), app.models.list());
    }

    @Test
    void modelThatDoesNotOpenLeavesNoneOpen() throws EngineException {
        var models =
                new ModelService(
                        app.catalog,
                        (model, _, _) -> {
                            if (model.equals(two)) {
                                throw new DeviceException("cpu", "out of memory");
                            }
                            return new ScriptedAssistant();
                        });
        models.open(one, Progress.NONE);

        assertThrows(DeviceException.class, () -> models.open(two, Progress.NONE));
        assertEquals(Optional.empty(), models.current());
        assertEquals("scripted", models.open(one, Progress.NONE).name());
    }

    @Test
    void answeringWithoutAModelIsAMistake() {
        assertThrows(IllegalStateException.class, () -> app.models.use(new CancelToken(), a -> a));
    }

    @Test
    void manyConversationsAreAnsweredWhileModelsSwitch()
            throws StoreException, EngineException, InterruptedException, ExecutionException {
        app.models.open(one, Progress.NONE);
        var answers = new ArrayList<Future<StoredTurn>>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 24; i++) {
                long id = app.conversations.create().id();
                answers.add(
                        threads.submit(() -> {
                            app.chat.ask(id, new Draft("Question", List.of()));
                            return app.chat.answer(id, new HeardAnswer(), new CancelToken());
                        }));
                app.models.open(i % 2 == 0 ? two : one, Progress.NONE);
            }
        }

        for (Future<StoredTurn> answer : answers) {
            var reason = answer.get().facts().orElseThrow().finishReason();
            assertTrue(reason == FinishReason.STOP || reason == FinishReason.CANCELLED);
        }
        assertEquals(24, app.conversations.list().size());
    }
}
