package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.AnswerComparison.Side;
import dev.nunchi.app.service.TunedModel.Form;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class AdapterServiceTest {
    private static final TunedModel TUNED = new TunedModel("one", "mine");
    private static final Draft QUESTION = new Draft("What?", List.of());

    @TempDir private Path dir;
    private Fixture app;
    private AdapterService adapters;

    @BeforeEach
    void openApp() throws StoreException {
        app = new Fixture(dir);
        var library = new AdapterLibrary(dir.resolve("adapters"));
        adapters = new AdapterService(library, app.models, app.chat, dir.resolve("cache"));
    }

    @AfterEach
    void closeApp() throws StoreException {
        app.close();
    }

    @Test
    void chosenAdapterAnswersInTheConversations() throws EngineException, StoreException {
        adapters.use(TUNED, Progress.NONE);
        answer();
        adapters.useNone();
        answer();

        var asked = app.one().options().stream().map(AnswerOptions::adapter).toList();
        assertEquals(List.of(Optional.of("mine"), Optional.empty()), asked);
    }

    @Test
    void modelThatIsOpenWithoutTheAdapterIsOpenedAnew() throws EngineException {
        app.models.open(app.catalog.list().getFirst(), Progress.NONE);
        var before = app.one();
        adapters.use(TUNED, Progress.NONE);

        assertTrue(before.isClosed());
        assertEquals(Optional.of("mine"), adapters.inUse());
    }

    @Test
    void earlierAdaptersStayOpen() throws EngineException {
        adapters.use(TUNED, Progress.NONE);
        var both = adapters.use(new TunedModel("one", "yours"), Progress.NONE);
        var open = app.one();
        adapters.use(TUNED, Progress.NONE);

        assertEquals(List.of("yours", "mine"), both.adapters());
        assertFalse(open.isClosed());
    }

    @Test
    void otherModelAnswersAsItIs() throws EngineException {
        adapters.use(TUNED, Progress.NONE);
        app.models.open(app.catalog.list().getLast(), Progress.NONE);

        assertEquals(Optional.empty(), adapters.inUse());
    }

    @Test
    void comparisonAsksBothSidesAndLeavesTheChoiceAlone() throws EngineException, StoreException {
        for (var side : Side.values()) {
            adapters.answer(TUNED, side, QUESTION, new HeardAnswer(), new CancelToken());
        }

        var asked = app.one().options().stream().map(AnswerOptions::adapter).toList();
        assertEquals(List.of(Optional.empty(), Optional.of("mine")), asked);
        assertEquals(Optional.empty(), adapters.inUse());
    }

    @Test
    void newModelAnswersByItself() throws EngineException {
        adapters.use(TUNED, Progress.NONE);
        var info = adapters.use(new TunedModel("one", "two", Form.MODEL), Progress.NONE);

        assertEquals("two", info.name());
        assertEquals(Optional.empty(), adapters.inUse());
    }

    @Test
    void newModelIsComparedWithTheOneItWasMadeOf() throws EngineException, StoreException {
        var made = new TunedModel("one", "two", Form.MODEL);
        var answering = new ArrayList<String>();
        for (var side : Side.values()) {
            adapters.answer(made, side, QUESTION, new HeardAnswer(), new CancelToken());
            answering.add(app.models.current().orElseThrow().name());
        }

        assertEquals(List.of("one", "two"), answering);
    }

    @Test
    void adapterOfAModelThatIsGoneIsNotFound() {
        var problem =
                assertThrows(
                        StorageException.class,
                        () -> adapters.use(new TunedModel("three", "mine"), Progress.NONE));
        assertEquals(StorageException.Reason.NOT_FOUND, problem.reason());
    }

    private void answer() throws EngineException, StoreException {
        long id = app.conversations.create().id();
        app.chat.ask(id, QUESTION);
        app.chat.answer(id, new HeardAnswer(), new CancelToken());
    }
}
