package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.train.RunState;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.app.ui.train.TrainViewModel.Step;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.TrainingStage;

import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// What a person does on the training page, with keys and mouse.
@Tag("ui")
class TrainJourneyTest {
    private static final int PATIENCE_SECONDS = 20;
    private static final Path CAT =
            Path.of("..", "assets", "samples", "cat.jpg").toAbsolutePath().normalize();

    static {
        Headless.prepare();
    }

    private final FxRobot robot = new FxRobot();
    private final CountDownLatch ends = new CountDownLatch(1);
    private final FakeTraining training =
            new FakeTraining()
                    .data(List.of(Sample.caption("cat", CAT, "What is this?", "A cat.")))
                    .whileRunning((listener, _) -> {
                        for (int step = 1; step <= 3; step++) {
                            listener.onStep(FakeTraining.step(step, 4.0 / step));
                        }
                        awaitEnd();
                        return new RunResult(
                                RunEnd.COMPLETED,
                                3,
                                OptionalDouble.of(1.5),
                                Optional.of(Path.of("adapters", "birds")));
                    });

    @TempDir private Path home;
    private AppContext context;
    private Stage stage;

    private void awaitEnd() {
        try {
            ends.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void open() throws Exception {
        var folders = new SeededHome(home).folders();
        context =
                AppContext.open(
                        folders,
                        new AppContext.Engine(
                                new FakeCatalog(FakeCatalog.BUNDLED),
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                training,
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            stage.setX(0);
            stage.setY(0);
            new AppWindow(context, _ -> {}).show(stage);
            context.shell().features().settings().choose(Language.EN);
            stage.setX(0);
            stage.setY(0);
            context.shell().show(Page.TRAIN);
        });
        await(() -> page().data().modelProperty().get().isPresent());
    }

    @AfterEach
    void close() throws TimeoutException {
        ends.countDown();
        await(() -> !page().run().isActive());
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
    }

    @Test
    void stepsAreGoneThroughByClicks() throws Exception {
        open();
        robot.interact(() -> page().data().choose(Path.of("birds")));
        await(() -> page().data().isComplete());
        robot.clickOn("#train-continue");
        assertEquals(Step.SETTINGS, page().stepProperty().get());
        robot.interact(() -> page().startRun());
        await(() -> page().run().stateProperty().get() instanceof RunState.Training);
        robot.clickOn("#train-pause");
        assertTrue(page().run().stateProperty().get() instanceof RunState.Paused);
        robot.clickOn("#train-proceed");
        ends.countDown();
        await(() -> page().run().stateProperty().get() instanceof RunState.Ended);
        assertTrue(robot.lookup("#train-use").query().isVisible());
        assertTrue(robot.lookup("#train-comparison").query().isVisible());
    }

    @Test
    void stripOfTheRunLeadsBackToIt() throws Exception {
        open();
        startRun();
        robot.clickOn("#page-chat");
        await(() -> robot.lookup("#job-training").query().isVisible());
        robot.clickOn("#job-training");
        await(() -> context.shell().pageProperty().get() == Page.TRAIN);
    }

    @Test
    void plotIsReadOutWithTheArrowKeys() throws Exception {
        open();
        startRun();
        Node plot = robot.lookup(".loss-plot").query();
        robot.interact(plot::requestFocus);
        robot.type(KeyCode.LEFT, KeyCode.LEFT);
        assertTrue(plot.getAccessibleText().startsWith("Loss at step 2: 2.000"));
    }

    @Test
    void closingOverRunAsksAndCanBeTakenBack() throws Exception {
        open();
        startRun();
        askToClose();
        await(() -> robot.lookup("Go on training").tryQuery().isPresent());
        robot.clickOn("Go on training");
        await(() -> robot.lookup("Go on training").tryQuery().isEmpty());
        assertTrue(stage.isShowing());
        assertTrue(page().run().isActive());
    }

    @Test
    void windowClosesOnceTheSnapshotIsKept() throws Exception {
        open();
        startRun();
        askToClose();
        await(() -> robot.lookup("Keep a snapshot and close").tryQuery().isPresent());
        robot.clickOn("Keep a snapshot and close");
        await(() -> page().run().stateProperty().get() instanceof RunState.Stopping);
        assertTrue(stage.isShowing());
        ends.countDown();
        await(() -> !stage.isShowing());
    }

    @Test
    void interruptedRunIsOfferedAndResumed() throws Exception {
        var killed = FakeTraining.summary(request(), 20, Optional.empty());
        training.runs(killed);
        open();
        await(() -> robot.lookup("#train-interrupted").tryQuery().isPresent());
        // The moment it is there, when the window still fills and moves under a pointer. By its
        // place, not its words: the buttons of the run and of the list are called the same.
        robot.interact(() -> robot.lookup("#train-interrupted .banner-act").queryButton().fire());
        await(() -> training.resumed().equals(List.of(killed.folder())));
        assertEquals(Step.RUN, page().stepProperty().get());
    }

    private void askToClose() {
        var request = new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST);
        // Returns only when the question is answered, which the test does.
        Platform.runLater(() -> Event.fireEvent(stage, request));
    }

    private void startRun() throws TimeoutException {
        robot.interact(() -> page().data().choose(Path.of("birds")));
        await(() -> page().data().isComplete());
        robot.interact(() -> page().startRun());
        await(() -> page().run().lastStepProperty().get().filter(s -> s.step() == 3).isPresent());
    }

    private static RunRequest request() {
        return new RunRequest(
                "birds",
                "nunchi-default",
                Path.of("birds"),
                Optional.empty(),
                Optional.empty(),
                RunSettings.defaults(TrainingStage.END_TO_END));
    }

    private TrainViewModel page() {
        return context.shell().features().train();
    }

    private void await(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.waitForAsyncFx(10_000, condition::getAsBoolean));
    }
}
