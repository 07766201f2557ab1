package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.TinyRun.Ear;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.Device;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A disk that is really full, at each of the places where a run writes.
@Tag("system")
class FullDiskTest {
    private static final long STEPS = 10;
    private static final int MEGABYTES = 8;
    private static final int FILES = 100;

    @TempDir Path home;
    @TempDir Path mountPoint;
    private SmallDisk disk;
    private TinyRun tiny;
    private FineTuning training;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(mountPoint, MEGABYTES, FILES);
        tiny = new TinyRun(home);
        var folders = tiny.folders();
        training =
                new FineTuning(
                        new TrainingFolders(
                                disk.path().resolve("runs"),
                                disk.path().resolve("adapters"),
                                folders.models(),
                                folders.features(),
                                folders.compiled()),
                        Device.CPU);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    @Test
    void snapshotThatDoesNotFitIsNotBegun() throws Exception {
        var ear =
                new Filling(report -> {
                    if (report instanceof StepReport step && step.step() == 5) {
                        disk.fill(20_000);
                    }
                });

        var problem = failure(ear);

        assertTrue(problem.bytesNeeded() > 0, problem.getMessage());
        assertGoesOn(ear);
    }

    @Test
    void snapshotThatFailsHalfwayLeavesTheLastOneWhole() throws Exception {
        var ear =
                new Filling(report -> {
                    if (report instanceof StepReport step && step.step() == 5) {
                        // Enough for the snapshot's folder and one file of it.
                        disk.crowd(2);
                    }
                });

        failure(ear);

        assertGoesOn(ear);
    }

    @Test
    void logThatCannotBeWrittenEndsTheRun() throws Exception {
        var ear =
                new Filling(report -> {
                    if (report instanceof SnapshotReport snapshot && snapshot.step() == 6) {
                        disk.fill(0);
                    }
                });

        failure(ear);

        assertGoesOn(ear);
        var log = Files.readAllLines(ear.run().log());
        assertEquals(STEPS, log.stream().filter(line -> line.contains("\"step\",")).count());
    }

    @Test
    void resultThatDoesNotFitIsMadeWhenThereIsRoom() throws Exception {
        var ear =
                new Filling(report -> {
                    if (report instanceof SnapshotReport snapshot && snapshot.step() == STEPS) {
                        disk.fill(0);
                    }
                });

        failure(ear);

        assertGoesOn(ear);
    }

    private StorageException failure(Filling ear) throws Exception {
        var request = tiny.request("full", settings());
        var problem =
                assertThrows(
                        StorageException.class,
                        () -> training.start(TinyRun.model(), request, ear, ear.ear.control()));
        assertEquals(StorageException.Reason.DISK_FULL, problem.reason());
        return problem;
    }

    /// The last snapshot is whole, going on takes room, and nothing is lost once there is some.
    private void assertGoesOn(Filling ear) throws Exception {
        var latest = Snapshot.find(ear.run().snapshots(), Snapshot.Pointer.LATEST).orElseThrow();
        long step = latest.facts().step();
        assertEquals(step, ear.ear.snapshots.getLast().step());
        assertTrue(training.runs().getFirst().canResume());
        var again = new Ear();
        var stillFull =
                assertThrows(
                        StorageException.class,
                        () -> training.resume(TinyRun.model(), ear.run(), again, again.control()));
        assertEquals(StorageException.Reason.DISK_FULL, stillFull.reason());
        disk.free();
        var rest = new Ear();

        var result = training.resume(TinyRun.model(), ear.run(), rest, rest.control());

        assertEquals(RunEnd.COMPLETED, result.end());
        assertTrue(Files.exists(result.adapter().orElseThrow()));
        var straight = new Ear();
        tiny.training()
                .start(
                        TinyRun.model(),
                        tiny.request("straight", settings()),
                        straight,
                        straight.control());
        assertEquals(straight.losses().subList((int) step, (int) STEPS), rest.losses());
    }

    private static RunSettings settings() {
        return TinyRun.settings(TrainingStage.ALIGNMENT, STEPS);
    }

    /// Fills the disk at a moment.
    private record Filling(Ear ear, Consumer<RunReport> moment) implements RunListener {
        Filling(Consumer<RunReport> moment) {
            this(new Ear(), moment);
        }

        RunFolder run() {
            return ear.folder.orElseThrow();
        }

        @Override
        public void report(Stage stage, long done, long total) {}

        @Override
        public void onStarted(RunFolder folder, RunEstimate estimate) {
            ear.onStarted(folder, estimate);
        }

        @Override
        public void onStep(StepReport report) {
            moment.accept(report);
        }

        @Override
        public void onSnapshot(SnapshotReport report) {
            ear.onSnapshot(report);
            moment.accept(report);
        }
    }
}
