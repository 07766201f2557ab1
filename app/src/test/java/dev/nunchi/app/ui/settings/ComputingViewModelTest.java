package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nunchi.app.settings.Computing;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class ComputingViewModelTest {
    @TempDir private Path home;
    private final FakeMachine machine = new FakeMachine();
    private ComputingViewModel computing;

    @BeforeEach
    void open() throws StorageException {
        var jobs = TestJobs.direct(home);
        var settings = new SettingsViewModel(SettingsStore.open(file()), jobs);
        computing = new ComputingViewModel(settings, machine, jobs);
    }

    @Test
    void machineIsMeasuredOnce() throws StorageException {
        computing.measureOnce();
        computing.measureOnce();
        assertEquals(1, machine.measurements());
        assertEquals(OptionalInt.of(4), computing.measuredThreads());
        assertEquals(Optional.of(new Computing.Measured(8, 4)), remembered().measured());
        assertFalse(computing.measuringProperty().get());
    }

    @Test
    void machineIsMeasuredAgainWhenAsked() {
        computing.measureOnce();
        computing.measure();
        assertEquals(2, machine.measurements());
    }

    @Test
    void chosenThreadsLeaveTheMeasurementAlone() throws StorageException {
        computing.measureOnce();
        computing.chooseThreads(OptionalInt.of(2));
        assertEquals(OptionalInt.of(2), remembered().threadsOn(8));
        assertEquals(OptionalInt.of(4), computing.measuredThreads());
        computing.chooseThreads(OptionalInt.empty());
        assertEquals(OptionalInt.of(4), remembered().threadsOn(8));
    }

    @Test
    void numberFromALargerMachineCanStillBeChosen() {
        computing.chooseThreads(OptionalInt.of(12));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 12), computing.threadChoices());
    }

    @Test
    void contextOfAnotherLengthIsAmongTheChoices() {
        computing.chooseContext(OptionalInt.of(1500));
        assertEquals(
                List.of(1024, 1500, 2048, 4096, 8192, 16_384, 32_768), computing.contextChoices());
    }

    @Test
    void devicesAreLookedForWhenTheyAreToBeShown() throws StorageException {
        assertEquals(List.of(), computing.devices());
        computing.look();
        assertEquals("webgpu", computing.devices().getLast().name());
        computing.chooseDevice(Optional.of("cpu"));
        assertEquals(Optional.of("cpu"), remembered().device());
    }

    private Computing remembered() throws StorageException {
        return SettingsStore.open(file()).current().computing();
    }

    private Path file() {
        return home.resolve("settings.json");
    }
}
