package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.StartMarker;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.control.HeadlessToolkit;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.support.SupportPage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A program whose model ends it in native code, twice, and its start after that.
@ExtendWith(HeadlessToolkit.class)
@Timeout(120)
class SafeStartTest {
    private static final int PATIENCE_SECONDS = 60;

    private final AtomicInteger openedModels = new AtomicInteger();
    private AppFolders folders;
    private Optional<AppContext> context = Optional.empty();

    @BeforeEach
    void prepare(@TempDir Path home) throws Exception {
        folders = AppFolders.under(home);
        folders.create();
        SettingsStore.open(folders.settings()).update(s -> s.withTheme(Theme.DARK));
    }

    @AfterEach
    void close() {
        context.ifPresent(AppContext::close);
    }

    @Test
    void afterTwoDeadStartsNoModelIsOpenedAndSettingsAreDefaults() throws Exception {
        dieWhileStarting();
        dieWhileStarting();

        start();

        assertEquals(0, openedModels.get());
        assertEquals(Settings.defaults(), settings());
        assertEquals(
                Optional.of(SupportPage.SAFE_START),
                context.orElseThrow().caretaker().support().pageProperty().get());
    }

    @Test
    void oneDeadStartChangesNothing() throws Exception {
        dieWhileStarting();

        start();
        waitForModel();

        assertEquals(Theme.DARK, settings().theme());
        assertEquals(0, new StartMarker(folders.state()).failed());
    }

    @Test
    void tryingAsUsualOpensTheModelWithThePersonsSettings() throws Exception {
        dieWhileStarting();
        dieWhileStarting();
        start();

        onWindow(() -> context.orElseThrow().caretaker().support().tryAsUsual());
        waitForModel();

        assertEquals(Theme.DARK, settings().theme());
        assertFalse(context.orElseThrow().caretaker().support().pageProperty().get().isPresent());
    }

    @Test
    void settingsOfThePersonSurviveASafeStart() throws Exception {
        dieWhileStarting();
        dieWhileStarting();
        start();

        onWindow(() -> context.orElseThrow().shell().features().settings().choose(Theme.LIGHT));
        context.orElseThrow().close();
        context = Optional.empty();

        assertEquals(Theme.DARK, SettingsStore.open(folders.settings()).current().theme());
    }

    /// As far as a start gets when it is killed: it was begun and never became usable.
    private void dieWhileStarting() {
        assertEquals(StartMode.USUAL, new StartMarker(folders.state()).begin());
    }

    private void start() throws Exception {
        var mode = new StartMarker(folders.state()).begin();
        var engine =
                new AppContext.Engine(
                        new FakeCatalog(FakeCatalog.BUNDLED),
                        (model, _, _) -> {
                            openedModels.incrementAndGet();
                            return new ScriptedAssistant(model.name());
                        },
                        new FakeTraining(),
                        new FakeMachine());
        var opened =
                WaitForAsyncUtils.waitForAsyncFx(
                        PATIENCE_SECONDS * 1000L, () -> AppContext.open(folders, engine, mode));
        context = Optional.of(opened);
        onWindow(opened::start);
    }

    private void waitForModel() throws Exception {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS,
                TimeUnit.SECONDS,
                () ->
                        context.orElseThrow().shell().features().active().status().getValue()
                                instanceof ActiveModel.Status.Open);
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(openedModels.get() > 0);
    }

    private Settings settings() {
        return context.orElseThrow().shell().features().settings().settingsProperty().get();
    }

    private static void onWindow(Runnable act) {
        WaitForAsyncUtils.waitForAsyncFx(PATIENCE_SECONDS * 1000L, act);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
