package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.AdapterFolder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// A run that is killed (`kill -9`) again and again ends as one that nobody disturbed.
@Tag("soak")
class KilledRunTest {
    private static final int KILLS = 10;
    private static final long STEPS = 600;
    private static final int LONGEST_LIFE_MILLIS = 6000;

    @TempDir Path straightHome;
    @TempDir Path killedHome;

    @Test
    void tenKillsLoseAtMostOneSnapshotIntervalEach() throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        var random = new Random(seed);
        int snapshotEvery = RunProcess.settings(STEPS).schedule().snapshotEvery();

        for (int kill = 0; kill < KILLS; kill++) {
            var process = RunProcess.fork(killedHome, STEPS);
            process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            long lost = lastStep() - savedStep();
            assertTrue(lost <= snapshotEvery, lost + " steps lost by kill " + kill);
        }
        var last = RunProcess.fork(killedHome, STEPS);
        boolean ended =
                new TinyRun(killedHome)
                        .training().runs().stream().anyMatch(run -> run.end().isPresent());
        assertEquals(ended ? 1 : 0, last.waitFor(), output());
        assertEquals(0, RunProcess.fork(straightHome, STEPS).waitFor());

        var expected = AdapterFolder.read(adapter(straightHome)).tensors();
        var found = AdapterFolder.read(adapter(killedHome)).tensors();
        expected.forEach((name, tensor) ->
                assertArrayEquals(tensor.toFloats(), found.get(name).toFloats(), name));
    }

    private static Path adapter(Path home) {
        return home.resolve("adapters").resolve("killed");
    }

    private String output() throws Exception {
        return Files.readString(killedHome.resolve("process.log"));
    }

    /// The last step that the log tells of; 0 before the first.
    private long lastStep() throws Exception {
        var runs = new TinyRun(killedHome).training().runs();
        if (runs.isEmpty() || !Files.exists(runs.getFirst().folder().log())) {
            return 0;
        }
        return Files.readAllLines(runs.getFirst().folder().log()).stream()
                .filter(line -> line.contains("\"kind\":\"step\"") && line.endsWith("}"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"step\":(\\d+),.*", "$1")))
                .max()
                .orElse(0);
    }

    private long savedStep() throws Exception {
        var runs = new TinyRun(killedHome).training().runs();
        if (runs.isEmpty()) {
            return 0;
        }
        var snapshots = runs.getFirst().folder().snapshots();
        var latest = Snapshot.find(snapshots, Snapshot.Pointer.LATEST);
        return latest.isPresent() ? latest.get().facts().step() : 0;
    }
}
