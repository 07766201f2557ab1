package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.server.ChatServer;
import dev.nunchi.app.server.ServedModel;
import dev.nunchi.app.server.ServerOptions;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Serving;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.settings.ServingViewModel.State;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class ServingViewModelTest {
    private final List<Serving> started = new ArrayList<>();
    private SettingsViewModel settings;
    private ServingViewModel serving;

    @BeforeEach
    void open(@TempDir Path home) throws StorageException {
        var jobs = TestJobs.direct(home);
        settings = new SettingsViewModel(SettingsStore.open(home.resolve("s.json")), jobs);
        serving =
                new ServingViewModel(
                        settings,
                        (how, log) -> {
                            started.add(how);
                            var where =
                                    how.reach() == Serving.Reach.NETWORK
                                            ? ServerOptions.of(how)
                                            : ServerOptions.loopback(0);
                            var model = ServedModel.of(new ScriptedAssistant(), Optional.empty());
                            return ChatServer.start(where, model, log);
                        },
                        jobs);
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void nothingListensBeforeItIsStarted() {
        assertInstanceOf(State.Stopped.class, serving.stateProperty().get());
        assertEquals(List.of(), started);
        assertFalse(allowed());
    }

    @Test
    void startingAllowsThisUseOfTheNetwork() {
        serving.start();
        assertInstanceOf(State.Running.class, serving.stateProperty().get());
        assertTrue(allowed());
    }

    @Test
    void stoppedServerCanBeStartedAgain() {
        serving.start();
        serving.stop();
        assertInstanceOf(State.Stopped.class, serving.stateProperty().get());
        serving.start();
        assertInstanceOf(State.Running.class, serving.stateProperty().get());
    }

    @Test
    void takingThePermissionBackStopsIt() {
        serving.start();
        settings.forbid(NetworkUse.SERVING);
        assertInstanceOf(State.Stopped.class, serving.stateProperty().get());
    }

    @Test
    void typedPortAndKeyAreUsed() {
        serving.portProperty().set("9001");
        serving.keyProperty().set("hush");
        serving.start();
        assertEquals(9001, started.getFirst().port());
        assertEquals("hush", started.getFirst().key().value());
    }

    @Test
    void wrongPortStartsNothing() {
        serving.portProperty().set("70000");
        serving.start();
        assertFalse(serving.portValidProperty().get());
        assertEquals(List.of(), started);
    }

    @Test
    void networkWithoutAKeyIsRefusedInWords() {
        serving.choose(Serving.Reach.NETWORK);
        serving.start();
        var problem = serving.problemProperty().get().orElseThrow();
        assertTrue(problem.sentence().contains("needs a key"), problem.sentence());
        assertInstanceOf(State.Stopped.class, serving.stateProperty().get());
    }

    @Test
    void madeKeysAreLongAndDiffer() {
        serving.makeKey();
        String first = serving.serving().key().value();
        serving.makeKey();
        assertEquals(48, first.length());
        assertFalse(first.equals(serving.serving().key().value()));
    }

    private boolean allowed() {
        return settings.settingsProperty().get().allows(NetworkUse.SERVING);
    }
}
