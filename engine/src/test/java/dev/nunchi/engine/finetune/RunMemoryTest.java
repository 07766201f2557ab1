package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.finetune.TinyRun.Ear;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A run's memory does not grow with its steps.
@Tag("soak")
class RunMemoryTest {
    private static final int STEPS = 500;

    /// Shapes, code and heap have settled by then.
    private static final int SETTLED = 150;

    /// Of a heap that is collected now and then.
    private static final long NOISE_BYTES = 24L << 20;

    @TempDir Path home;

    @Test
    void memoryIsFlatOver500Steps() throws Exception {
        assumeTrue(ProcessMemory.resident() > 0, "the system does not tell a process's memory");
        var tiny = new TinyRun(home);
        var ear = new Ear();
        var settings = TinyRun.settings(TrainingStage.END_TO_END, STEPS);

        tiny.training().start(TinyRun.model(), tiny.request("a", settings), ear, ear.control());

        long before = largest(ear.steps.subList(SETTLED, SETTLED + 100));
        long after = largest(ear.steps.subList(STEPS - 100, STEPS));
        assertTrue(
                after - before < NOISE_BYTES,
                "%d MB, then %d MB".formatted(before >> 20, after >> 20));
    }

    private static long largest(List<StepReport> steps) {
        return steps.stream().mapToLong(StepReport::memoryBytes).max().orElseThrow();
    }
}
