package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.data.Mix;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.train.TrainingPlan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

class RunFolderTest {
    @TempDir Path runs;

    @Test
    void factsAreReadBackAsTheyWereWritten() throws Exception {
        var settings =
                RunSettings.defaults(TrainingStage.END_TO_END)
                        .withSchedule(new RunSettings.Schedule(2, OptionalLong.of(70), 0.1, 5));

        var run = run("a", settings);

        assertEquals(settings, run.facts().request().settings());
        assertEquals(Path.of("/data/pictures"), run.facts().request().data());
    }

    @Test
    void runOfBeforeModelsHadAdaptersStartsFromTheModelAsItShips() throws Exception {
        var run = run("a", RunSettings.defaults(TrainingStage.ALIGNMENT));
        var file = run.path().resolve("run.json");
        String text = Files.readString(file);
        String old = text.replaceFirst(",\\s*\"base\" : \"AS_SHIPPED\"", "");
        assertNotEquals(text, old);
        Files.writeString(file, old);

        assertEquals(ModelForm.AS_SHIPPED, run.facts().request().base());
    }

    @Test
    void runWithoutSnapshotCanBeResumedFromTheStart() throws Exception {
        var summary = run("a", RunSettings.defaults(TrainingStage.ALIGNMENT)).summary();

        assertEquals(0, summary.step());
        assertTrue(summary.canResume());
    }

    @Test
    void completedRunCannotBeResumed() throws Exception {
        var run = run("a", RunSettings.defaults(TrainingStage.ALIGNMENT));
        run.writeState(
                new RunState(
                        70,
                        OptionalDouble.of(2),
                        OptionalDouble.of(1.5),
                        Optional.of(RunEnd.COMPLETED),
                        Optional.of("birds 2")));

        assertFalse(run.summary().canResume());
        assertEquals(OptionalDouble.of(1.5), run.summary().bestLoss());
        assertEquals(Optional.of("birds 2"), run.summary().made());
    }

    @Test
    void stateOfAnOlderVersionNamesNothingMade() throws Exception {
        var run = run("a", RunSettings.defaults(TrainingStage.ALIGNMENT));
        Files.writeString(
                run.path().resolve("state.json"),
                """
                {"step": 70, "loss": 2.0, "bestLoss": 1.5, "end": "COMPLETED"}
                """);

        assertEquals(Optional.empty(), run.summary().made());
        assertEquals(Optional.of(RunEnd.COMPLETED), run.summary().end());
    }

    @Test
    void lockedRunIsRunning() throws Exception {
        var run = run("a", RunSettings.defaults(TrainingStage.ALIGNMENT));
        try (var _ = FolderLock.acquire(run.path())) {
            assertTrue(run.summary().running());
        }
        assertFalse(run.summary().running());
    }

    @Test
    void listLeavesOutFoldersThatAreNoRuns() throws Exception {
        run("a", RunSettings.defaults(TrainingStage.ALIGNMENT));
        Files.createDirectory(runs.resolve("b"));

        assertEquals(1, RunFolder.list(runs).size());
    }

    @Test
    void damagedFactsAreReportedWithTheirFile() throws Exception {
        var run = run("a", RunSettings.defaults(TrainingStage.ALIGNMENT));
        Files.writeString(run.path().resolve("run.json"), "{\"request\": ");

        var problem = assertThrows(DataException.class, run::summary);
        assertTrue(problem.source().endsWith("run.json"), problem.source());
    }

    private RunFolder run(String name, RunSettings settings) throws Exception {
        var folder = new RunFolder(Files.createDirectory(runs.resolve(name)));
        var request =
                new RunRequest(
                        name,
                        "nunchi-default",
                        Path.of("/data/pictures"),
                        Mix.parse("detail=1"),
                        Optional.empty(),
                        settings);
        folder.writeFacts(
                new RunFacts(
                        request, "m", "d", 70, TrainingPlan.ALL.getFirst(), "1.0", Instant.EPOCH));
        return folder;
    }
}
