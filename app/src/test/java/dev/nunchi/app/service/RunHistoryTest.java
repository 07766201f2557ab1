package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.StepReport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class RunHistoryTest {
    private static final String STEP =
            "{\"kind\":\"step\",\"step\":1,\"steps\":60,\"epoch\":0.1,\"loss\":3.5,"
                    + "\"learningRate\":2e-4,\"gradientNorm\":0.5,\"tokensPerSecond\":210.0,"
                    + "\"secondsLeft\":12.0,\"memoryBytes\":1000}";
    private static final String EVALUATION =
            "{\"kind\":\"evaluation\",\"step\":1,\"loss\":3.25,\"best\":true,\"sinceBest\":0}";
    private static final String SNAPSHOT = "{\"kind\":\"snapshot\",\"step\":1,\"folder\":\"x\"}";

    @TempDir private Path folder;

    @Test
    void stepsAndEvaluationsAreReadFromTheLog() throws IOException, StorageException {
        write(STEP, EVALUATION, SNAPSHOT);
        var history = RunHistory.read(new RunFolder(folder));
        assertEquals(
                List.of(new StepReport(1, 60, 0.1, 3.5, 2e-4, 0.5, 210, 12, 1000)),
                history.steps());
        assertEquals(List.of(new EvaluationReport(1, 3.25, true, 0)), history.evaluations());
    }

    @Test
    void lineThatWasCutOffIsPassedOver() throws IOException, StorageException {
        write(STEP, "{\"kind\":\"step\",\"st");
        assertEquals(1, RunHistory.read(new RunFolder(folder)).steps().size());
    }

    @Test
    void runWithoutLogHasNoHistory() throws StorageException {
        assertEquals(RunHistory.EMPTY, RunHistory.read(new RunFolder(folder)));
    }

    private void write(String... lines) throws IOException {
        Files.write(folder.resolve("log.jsonl"), List.of(lines));
    }
}
