package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.RunHistory;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.ui.train.LossCurve.Point;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.SnapshotReport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

class RunViewModelTest {
    @TempDir private Path folder;
    private TrainFixture fixture;
    private RunViewModel run;

    @BeforeEach
    void open() {
        fixture = new TrainFixture(folder);
        run = fixture.page.run();
        fixture.page.data().choose(Path.of("birds"));
    }

    @Test
    void stepsBecomeTheCurve() {
        fixture.page.startRun();
        assertEquals(
                List.of(new Point(1, 4), new Point(2, 2), new Point(3, 4.0 / 3)),
                run.curve().raw());
    }

    @Test
    void completedRunIsToldWithItsResult() {
        fixture.page.startRun();
        assertEquals(
                List.of(RunEnd.COMPLETED),
                run.stateProperty().get() instanceof RunState.Ended(var result)
                        ? List.of(result.end())
                        : List.of());
    }

    @Test
    void onlyTheLatestAnswerAboutEachPictureIsShown() {
        fixture.training.whileRunning((listener, _) -> {
            listener.onSample(sample(10, "a.jpg", "A dog."));
            listener.onSample(sample(10, "b.jpg", "A boat."));
            listener.onSample(sample(20, "a.jpg", "A cat."));
            return completed();
        });
        fixture.page.startRun();
        assertEquals(
                List.of("A cat.", "A boat."),
                run.samples().stream().map(SampleReport::answer).toList());
    }

    @Test
    void pausedRunWaitsAndGoesOn() {
        var seen = new ArrayList<Boolean>();
        fixture.training.whileRunning((listener, control) -> {
            listener.onStep(FakeTraining.step(1, 4));
            run.pause();
            seen.add(control.isPaused());
            seen.add(run.stateProperty().get() instanceof RunState.Paused);
            run.proceed();
            seen.add(control.isPaused());
            return completed();
        });
        fixture.page.startRun();
        assertEquals(List.of(true, true, false), seen);
    }

    @Test
    void stoppedRunIsAskedOnceAndEnds() {
        fixture.training.whileRunning((listener, _) -> {
            listener.onStep(FakeTraining.step(1, 4));
            run.stop();
            run.stop();
            listener.onSnapshot(new SnapshotReport(1, Path.of("snapshot")));
            return new RunResult(RunEnd.CANCELLED, 1, OptionalDouble.empty(), Optional.empty());
        });
        fixture.page.startRun();
        assertEquals(
                List.of(
                        LogEntry.Kind.STARTED,
                        LogEntry.Kind.STOPPING,
                        LogEntry.Kind.SAVED,
                        LogEntry.Kind.CANCELLED),
                run.log().stream().map(LogEntry::kind).toList());
    }

    @Test
    void fullDiskIsExplained() {
        fixture.training.whileRunning((_, _) -> {
            throw new StorageException(
                    Path.of("snapshots"), StorageException.Reason.DISK_FULL, "no space");
        });
        fixture.page.startRun();
        assertEquals(
                List.of("The disk is full."),
                run.stateProperty().get() instanceof RunState.Failed(var problem)
                        ? List.of(problem.sentence())
                        : List.of());
    }

    @Test
    void resumedRunContinuesTheCurveItHad() {
        var request = fixture.page.settings().requestProperty().get().orElseThrow();
        var earlier = FakeTraining.summary(request, 2, Optional.empty());
        fixture.training.told(
                new RunHistory(
                        List.of(
                                FakeTraining.step(1, 4),
                                FakeTraining.step(2, 3),
                                FakeTraining.step(3, 2.5)),
                        List.of(new EvaluationReport(2, 3.1, true, 0)),
                        List.of()));
        fixture.training.whileRunning((listener, _) -> {
            listener.onStep(FakeTraining.step(3, 2));
            return completed();
        });
        fixture.page.resume(earlier);
        assertEquals(List.of(new Point(1, 4), new Point(2, 3), new Point(3, 2)), run.curve().raw());
        assertEquals(Optional.of(new Point(2, 3.1)), run.curve().best());
        assertEquals(List.of(earlier.folder()), fixture.training.resumed());
    }

    @Test
    void secondRunDoesNotStartBesideTheFirst() {
        fixture.training.whileRunning((_, _) -> {
            fixture.page.startRun();
            return completed();
        });
        fixture.page.startRun();
        assertEquals(1, fixture.training.started().size());
        assertTrue(!run.isActive());
    }

    private static SampleReport sample(long step, String picture, String answer) {
        return new SampleReport(step, Path.of(picture), "What is this?", answer, "A cat.");
    }

    private static RunResult completed() {
        return new RunResult(
                RunEnd.COMPLETED,
                3,
                OptionalDouble.of(1.5),
                Optional.of(Path.of("adapters", "birds")));
    }
}
