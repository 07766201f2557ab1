package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.error.TrainingException.Reason;
import dev.nunchi.engine.finetune.TinyRun.Ear;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

class FineTuningTest {
    private static final long STEPS = 10;

    @TempDir Path home;

    @ParameterizedTest
    @EnumSource
    void resumedRunEndsAsAnUninterruptedOne(TrainingStage stage) throws Exception {
        var tiny = new TinyRun(home);
        var settings = TinyRun.settings(stage, STEPS);
        var straight = new Ear();
        var whole =
                tiny.training()
                        .start(
                                TinyRun.model(),
                                tiny.request("whole", settings),
                                straight,
                                straight.control());

        var losses = new ArrayList<Double>();
        var first = new Ear(5);
        var stopped =
                tiny.training()
                        .start(
                                TinyRun.model(),
                                tiny.request("parts", settings),
                                first,
                                first.control());
        losses.addAll(first.losses());
        var second = new Ear();
        var resumed =
                tiny.training()
                        .resume(
                                TinyRun.model(),
                                first.folder.orElseThrow(),
                                second,
                                second.control());
        losses.addAll(second.losses());

        assertEquals(RunEnd.CANCELLED, stopped.end());
        assertEquals(RunEnd.COMPLETED, resumed.end());
        assertEquals(straight.losses(), losses);
        assertEquals(whole.bestLoss(), resumed.bestLoss());
        var expected = AdapterFolder.read(whole.adapter().orElseThrow()).tensors();
        var found = AdapterFolder.read(resumed.adapter().orElseThrow()).tensors();
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, tensor) ->
                assertArrayEquals(tensor.toFloats(), found.get(name).toFloats(), name));
    }

    @Test
    void resumedMixGoesOnThroughItsEpochs() throws Exception {
        var tiny = new TinyRun(home);
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, STEPS);
        var straight = new Ear();
        var request = tiny.mixed("whole", settings);
        tiny.training().start(TinyRun.model(), request, straight, straight.control());
        var first = new Ear(4);
        tiny.training()
                .start(TinyRun.model(), tiny.mixed("parts", settings), first, first.control());
        var second = new Ear();
        tiny.training()
                .resume(TinyRun.model(), first.folder.orElseThrow(), second, second.control());

        assertTrue(straight.steps.getLast().epoch() > 3, "several epochs");
        assertEquals(straight.losses().subList(4, (int) STEPS), second.losses());
    }

    @Test
    void runForgetsNoStepOfItsLog() throws Exception {
        var tiny = new TinyRun(home);
        var first = new Ear(5);
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, STEPS);
        tiny.training().start(TinyRun.model(), tiny.request("a", settings), first, first.control());
        var run = first.folder.orElseThrow();
        Files.writeString(
                run.log(),
                Files.readString(run.log())
                        + "{\"kind\":\"step\",\"step\":6,\"loss\":1}\n{\"kind\":\"st");
        var second = new Ear();

        tiny.training().resume(TinyRun.model(), run, second, second.control());

        var steps =
                Files.readAllLines(run.log()).stream()
                        .filter(line -> line.contains("\"kind\":\"step\""))
                        .count();
        assertEquals(STEPS, steps);
    }

    @Test
    void lossFallsAndTheBestSnapshotIsKept() throws Exception {
        var tiny = new TinyRun(home);
        var ear = new Ear();
        var settings = TinyRun.settings(TrainingStage.END_TO_END, 30);

        var result =
                tiny.training()
                        .start(TinyRun.model(), tiny.request("a", settings), ear, ear.control());

        assertTrue(ear.steps.getLast().loss() < ear.steps.getFirst().loss());
        double best =
                ear.evaluations.stream().mapToDouble(EvaluationReport::loss).min().orElseThrow();
        assertEquals(OptionalDouble.of(best), result.bestLoss());
        var snapshots = ear.folder.orElseThrow().snapshots();
        try (var folders = Files.list(snapshots).filter(Files::isDirectory)) {
            assertTrue(folders.count() <= 3);
        }
    }

    @Test
    void runEndsEarlyWhenTheLossDoesNotGetBetter() throws Exception {
        var tiny = new TinyRun(home);
        var ear = new Ear();
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, 60);
        var impatient =
                settings.withValidation(new RunSettings.Validation(0.2, 1, 2, 0))
                        .withRates(new RunSettings.Rates(0.5, OptionalDouble.empty(), 0, 1));

        var result =
                tiny.training()
                        .start(TinyRun.model(), tiny.request("a", impatient), ear, ear.control());

        assertEquals(RunEnd.STOPPED_EARLY, result.end());
        assertTrue(result.step() < 60, "step " + result.step());
    }

    @Test
    void otherDataAreRefusedOnResuming() throws Exception {
        var tiny = new TinyRun(home);
        var first = new Ear(2);
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, STEPS);
        var request = tiny.request("a", settings);
        tiny.training().start(TinyRun.model(), request, first, first.control());
        var lines = Files.readAllLines(request.data());
        Files.write(request.data(), lines.subList(0, 9));
        var second = new Ear();

        var problem =
                assertThrows(
                        TrainingException.class,
                        () ->
                                tiny.training()
                                        .resume(
                                                TinyRun.model(),
                                                first.folder.orElseThrow(),
                                                second,
                                                second.control()));

        assertEquals(Reason.OTHER_DATA, problem.reason());
    }

    @Test
    void endedRunIsNotResumed() throws Exception {
        var tiny = new TinyRun(home);
        var ear = new Ear();
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, 2);
        tiny.training().start(TinyRun.model(), tiny.request("a", settings), ear, ear.control());

        var problem =
                assertThrows(
                        TrainingException.class,
                        () ->
                                tiny.training()
                                        .resume(
                                                TinyRun.model(),
                                                ear.folder.orElseThrow(),
                                                ear,
                                                ear.control()));

        assertEquals(Reason.ENDED, problem.reason());
    }

    @Test
    void estimateCountsWhatTheRunDoes() throws Exception {
        var tiny = new TinyRun(home);
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, 7);

        var estimate =
                tiny.training()
                        .estimate(
                                TinyRun.model(),
                                tiny.request("a", settings),
                                Progress.NONE,
                                new CancelToken())
                        .orElseThrow();

        assertEquals(7, estimate.steps());
        assertEquals(12, estimate.rows() + estimate.validationRows());
        assertTrue(estimate.targetTokens() > estimate.rows());
        assertTrue(estimate.seconds() > 0);
        assertTrue(estimate.fits());
        assertEquals(settings.batches().size(), estimate.batchThatFits());
        assertFalse(Files.exists(home.resolve("runs")), "a dry run leaves no run");
    }

    @Test
    void tooShortSamplesLeaveNothingToLearn() throws Exception {
        var tiny = new TinyRun(home);
        var ear = new Ear();
        var settings =
                TinyRun.settings(TrainingStage.ALIGNMENT, 7)
                        .withBatches(new RunSettings.Batches(2, 1, 10));
        var request = tiny.request("a", settings);

        var problem =
                assertThrows(
                        TrainingException.class,
                        () -> tiny.training().start(TinyRun.model(), request, ear, ear.control()));

        assertEquals(Reason.NO_SAMPLES, problem.reason());
    }

    @Test
    void validationPictureIsAnsweredAboutAtEachEvaluation() throws Exception {
        var tiny = new TinyRun(home);
        var ear = new Ear();
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, 4);

        tiny.training().start(TinyRun.model(), tiny.request("a", settings), ear, ear.control());

        assertEquals(List.of(0L, 4L), ear.samples.stream().map(SampleReport::step).toList());
        var pictures = ear.samples.stream().map(SampleReport::picture).distinct();
        assertEquals(1, pictures.count());
        assertFalse(ear.samples.getFirst().answer().isEmpty());
    }

    @Test
    void deletedFeaturesAreMadeAgain() throws Exception {
        var tiny = new TinyRun(home);
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, 4);
        var first = new Ear(2);
        tiny.training().start(TinyRun.model(), tiny.request("a", settings), first, first.control());
        var straight = new Ear();
        tiny.training()
                .start(TinyRun.model(), tiny.request("b", settings), straight, straight.control());
        Storage.delete(tiny.folders().features());
        var second = new Ear();

        tiny.training()
                .resume(TinyRun.model(), first.folder.orElseThrow(), second, second.control());

        assertEquals(straight.losses().subList(2, 4), second.losses());
    }

    @Test
    void failedSnapshotLeavesTheLastOneInUse() throws Exception {
        var tiny = new TinyRun(home);
        var settings = TinyRun.settings(TrainingStage.ALIGNMENT, STEPS);
        var ear = new Ear();
        var blocked = new BlockedPointer(ear, 5);

        assertThrows(
                StorageException.class,
                () ->
                        tiny.training()
                                .start(
                                        TinyRun.model(),
                                        tiny.request("a", settings),
                                        blocked,
                                        ear.control()));

        Storage.delete(blocked.pointer());
        var second = new Ear();
        var run = ear.folder.orElseThrow();
        var result = tiny.training().resume(TinyRun.model(), run, second, second.control());
        assertEquals(RunEnd.COMPLETED, result.end());
        assertEquals(5, second.steps.getFirst().step(), "after the best of step 4");
    }

    /// After a step, puts a folder where the next pointer to a snapshot is to be written.
    private record BlockedPointer(Ear ear, long step) implements RunListener {
        Path pointer() {
            return ear.folder.orElseThrow().snapshots().resolve("latest.part");
        }

        @Override
        public void report(Stage stage, long done, long total) {}

        @Override
        public void onStarted(RunFolder folder, RunEstimate estimate) {
            ear.onStarted(folder, estimate);
        }

        @Override
        public void onStep(StepReport report) {
            if (report.step() == step) {
                try {
                    Files.createDirectories(pointer());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
