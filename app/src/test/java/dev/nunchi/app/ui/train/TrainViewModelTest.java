package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.service.TunedModel.Form;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.ui.train.SettingsFields.Learning;
import dev.nunchi.app.ui.train.TrainViewModel.Step;
import dev.nunchi.app.ui.train.TrainViewModel.Way;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.TrainingStage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

class TrainViewModelTest {
    @TempDir private Path folder;
    private TrainFixture fixture;
    private TrainViewModel page;

    @BeforeEach
    void open() {
        fixture = new TrainFixture(folder);
        page = fixture.page;
    }

    @Test
    void settingsOpenOnlyWithData() {
        page.show(Step.SETTINGS);
        assertEquals(Step.DATA, page.stepProperty().get());
        page.data().choose(Path.of("birds"));
        page.show(Step.SETTINGS);
        assertEquals(Step.SETTINGS, page.stepProperty().get());
    }

    @Test
    void startedRunIsTheOpenStep() {
        page.data().choose(Path.of("birds"));
        page.startRun();
        assertEquals(Step.RUN, page.stepProperty().get());
    }

    @Test
    void whileRunGoesOnOtherStepsStayClosed() {
        var seen = new ArrayList<Step>();
        fixture.training.whileRunning((listener, _) -> {
            listener.onStep(FakeTraining.step(1, 4));
            page.show(Step.DATA);
            seen.add(page.stepProperty().get());
            throw new DeviceException("cpu", "out of memory");
        });
        page.data().choose(Path.of("birds"));
        page.show(Step.SETTINGS);
        page.startRun();
        assertEquals(List.of(Step.SETTINGS), seen);
    }

    @Test
    void newTrainingBeginsWithTheData() {
        page.data().choose(Path.of("birds"));
        page.startRun();
        page.startOver();
        assertEquals(Step.DATA, page.stepProperty().get());
        assertEquals(new RunState.None(), page.run().stateProperty().get());
        assertEquals(Optional.empty(), page.comparison().modelProperty().get());
    }

    @Test
    void runThatWasKilledIsOffered() {
        var killed = FakeTraining.summary(request("killed"), 20, Optional.empty());
        fixture.training.runs(
                FakeTraining.summary(request("done"), 60, Optional.of(RunEnd.COMPLETED)), killed);
        page.start();
        assertEquals(Optional.of(killed), page.interruptedProperty().get());
    }

    @Test
    void runThatWasStoppedIsListedButNotOffered() {
        fixture.training.runs(
                FakeTraining.summary(request("stopped"), 20, Optional.of(RunEnd.CANCELLED)));
        page.start();
        assertEquals(Optional.empty(), page.interruptedProperty().get());
        assertEquals(1, page.runs().size());
    }

    @Test
    void offerGoesWhenTheRunIsResumed() {
        var killed = FakeTraining.summary(request("killed"), 20, Optional.empty());
        fixture.training.runs(killed);
        page.start();
        page.resume(killed);
        assertEquals(Optional.empty(), page.interruptedProperty().get());
        assertEquals(List.of(killed.folder()), fixture.training.resumed());
    }

    @Test
    void runIsResumedBeforeTheModelsAreListed() {
        var killed = FakeTraining.summary(request("killed"), 20, Optional.empty());
        var early = TrainFixture.notStarted(folder);
        early.page.resume(killed);
        assertEquals(List.of(killed.folder()), early.training.resumed());
        assertEquals(Step.RUN, early.page.stepProperty().get());
    }

    @Test
    void runWhoseModelIsGoneIsNotResumedButTold() {
        var killed = FakeTraining.summary(request("killed"), 20, Optional.empty());
        var without = new TrainFixture(folder, FakeCatalog.IMPORTED);
        without.page.resume(killed);
        assertEquals(List.of(), without.training.resumed());
        assertEquals(
                Optional.of(
                        "The model that the training killed began with is not installed any more."),
                without.page.problemProperty().get().map(Problem::sentence));
    }

    @Test
    void openedRunShowsWhatItMade() {
        page.open(FakeTraining.summary(request("done"), 60, Optional.of(RunEnd.COMPLETED)));
        assertEquals(new RunState.Opened(), page.run().stateProperty().get());
        assertEquals(
                Optional.of(new TunedModel("nunchi-default", "done")),
                page.comparison().modelProperty().get());
    }

    @Test
    void stoppedRunThatIsShownCanBeResumedThere() {
        var stopped = FakeTraining.summary(request("birds"), 1, Optional.of(RunEnd.CANCELLED));
        fixture.training
                .runs(stopped)
                .whileRunning((listener, _) -> {
                    listener.onCreated(stopped.folder());
                    return new RunResult(
                            RunEnd.CANCELLED, 1, OptionalDouble.empty(), Optional.empty());
                });
        page.data().choose(Path.of("birds"));
        page.startRun();
        assertEquals(Way.RESUME, page.wayOn());
        page.proceed();
        assertEquals(List.of(stopped.folder()), fixture.training.resumed());
    }

    @Test
    void runOnFullDiskGoesOnFromItsFolder() {
        var interrupted = FakeTraining.summary(request("birds"), 20, Optional.empty());
        fixture.training
                .runs(interrupted)
                .whileRunning((listener, _) -> {
                    listener.onCreated(interrupted.folder());
                    throw fullDisk();
                });
        page.data().choose(Path.of("birds"));
        page.startRun();
        assertEquals(Way.RESUME, page.wayOn());
        page.proceed();
        assertEquals(List.of(interrupted.folder()), fixture.training.resumed());
    }

    @Test
    void runWithoutFolderBeginsAgain() {
        fixture.training.whileRunning((_, _) -> {
            throw fullDisk();
        });
        page.data().choose(Path.of("birds"));
        page.startRun();
        assertEquals(Way.BEGIN_AGAIN, page.wayOn());
        page.proceed();
        assertEquals(2, fixture.training.started().size());
    }

    private static StorageException fullDisk() {
        return new StorageException(Path.of("runs"), StorageException.Reason.DISK_FULL, "no space");
    }

    @Test
    void finishedRunThatIsShownCannotBeResumed() {
        var done = FakeTraining.summary(request("done"), 60, Optional.of(RunEnd.COMPLETED));
        fixture.training.runs(done);
        page.start();
        page.open(done);
        assertEquals(Way.NONE, page.wayOn());
    }

    @Test
    void runOfAllWeightsMakesAModel() {
        fixture.training
                .ofFloats()
                .whileRunning((_, _) ->
                        new RunResult(
                                RunEnd.COMPLETED,
                                3,
                                OptionalDouble.empty(),
                                Optional.empty(),
                                Optional.of(Path.of("models", "birds 2"))));
        page.data().choose(Path.of("birds"));
        page.show(Step.SETTINGS);
        page.settings().fields().learning.set(Learning.WHOLE);
        page.startRun();
        assertEquals(
                Optional.of(new TunedModel("nunchi-default", "birds 2", Form.MODEL)),
                page.comparison().modelProperty().get());
    }

    @Test
    void removedRunLeavesTheList() {
        var done = FakeTraining.summary(request("done"), 60, Optional.of(RunEnd.COMPLETED));
        fixture.training.runs(done);
        page.start();
        page.remove(done);
        assertEquals(List.of(), page.runs());
    }

    @Test
    void tunedModelIsHandedToTheChat() {
        var used = new ArrayList<TunedModel>();
        page.onUse(used::add);
        page.use(new TunedModel("nunchi-default", "birds"));
        assertEquals(List.of(new TunedModel("nunchi-default", "birds")), used);
    }

    private static RunRequest request(String name) {
        return new RunRequest(
                name,
                "nunchi-default",
                Path.of("birds"),
                Optional.empty(),
                Optional.empty(),
                RunSettings.defaults(TrainingStage.END_TO_END));
    }
}
