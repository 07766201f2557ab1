package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.service.RunHistory;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.app.ui.train.TrainViewModel.Step;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.SnapshotReport;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.library.InstalledModel;

import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SelectionModel;
import javafx.scene.control.TitledPane;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;

import javax.imageio.ImageIO;

/// Draws every state of the training page into `target/screens/train`, for eyes to judge.
@Tag("slow")
class TrainScreensTest {
    private static final Path SCREENS = Path.of("target", "screens", "train");
    private static final Path SAMPLES = Path.of("..", "assets", "samples").toAbsolutePath();
    private static final List<String> PICTURES = List.of("cat", "coffee", "rocket", "astronaut");
    private static final List<int[]> SIZES = List.of(new int[] {1280, 800}, new int[] {1000, 700});

    static {
        Headless.prepare();
    }

    @TempDir private Path home;
    private CountDownLatch goOn = new CountDownLatch(1);
    private FakeTraining training = new FakeTraining();
    private AppContext context;
    private Stage stage;
    private String look = "";

    @Test
    void everyStateIsDrawnInBothThemesAndLanguages() throws Exception {
        Files.createDirectories(SCREENS);
        for (var theme : List.of(Theme.LIGHT, Theme.DARK)) {
            for (var language : List.of(Language.EN, Language.KO)) {
                look = theme + "-" + language;
                drawAll(theme, language);
            }
        }
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-revealed-1280x800.png")));
    }

    private void drawAll(Theme theme, Language language) throws Exception {
        training = new FakeTraining();
        goOn = new CountDownLatch(1);
        open(theme, language, FakeCatalog.BUNDLED, FakeCatalog.IMPORTED);
        drawDataStates();
        drawSettingsStates();
        drawRunStates();
        close();
        open(theme, language);
        draw("no-model");
        close();
        drawInterrupted(theme, language);
    }

    private void drawDataStates() throws Exception {
        draw("empty");
        training.data(samples(0), problem(2, RowProblem.Reason.PICTURE_MISSING, "IMG_2041.jpg"));
        act(() -> page().data().choose(Path.of("/home/minji/사진/birds")));
        draw("no-rows");
        training.data(
                samples(40),
                problem(7, RowProblem.Reason.PICTURE_MISSING, "IMG_2041.jpg"),
                problem(12, RowProblem.Reason.NO_TARGETS, "caption"),
                problem(19, RowProblem.Reason.MARKER_IN_TEXT, "a photo of <image>"),
                problem(33, RowProblem.Reason.PICTURE_UNSUPPORTED, "scan.heic"));
        act(() -> page().data().choose(Path.of("/home/minji/사진/birds")));
        draw("data");
    }

    private void drawSettingsStates() throws Exception {
        act(() -> page().show(Step.SETTINGS));
        draw("settings");
        act(() -> ((TitledPane) stage.getScene().lookup("#train-advanced")).setExpanded(true));
        drawAt("settings-advanced", "#train-advanced");
        act(() -> ((TitledPane) stage.getScene().lookup("#train-advanced")).setExpanded(false));
        training.estimates(FakeTraining.estimate(21_000_000_000L, 8_000_000_000L));
        act(() -> page().settings().nameProperty().set("새 사진"));
        Thread.sleep(900);
        drawAt("settings-too-large", "#train-estimate");
        Platform.runLater(() -> ((Button) stage.getScene().lookup("#train-start")).fire());
        Thread.sleep(400);
        drawDialog("too-large-asked");
        training.ofFloats().estimates(FakeTraining.estimate(6_000_000_000L, 8_000_000_000L));
        act(() -> page().data().choose(FakeCatalog.IMPORTED));
        act(() -> learning().select(1));
        Thread.sleep(900);
        draw("settings-whole");
        act(() -> learning().select(0));
    }

    private SelectionModel<?> learning() {
        return ((ComboBox<?>) stage.getScene().lookup("#train-learning")).getSelectionModel();
    }

    /// The window of a question, which is then taken back.
    private void drawDialog(String name) throws Exception {
        var dialog =
                Window.getWindows().stream()
                        .filter(window -> window instanceof Stage && !window.equals(stage))
                        .findFirst()
                        .orElseThrow();
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        10_000, () -> dialog.getScene().getRoot().snapshot(null, null));
        write(image, name);
        FxToolkit.setupFixture(dialog::hide);
    }

    private void write(Image image, String name) throws IOException {
        var file = (look + "-" + name + ".png").toLowerCase(Locale.ROOT);
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", SCREENS.resolve(file).toFile());
    }

    private void drawRunStates() throws Exception {
        training.whileRunning((listener, control) -> {
            tell(listener, 34);
            await(goOn);
            return new RunResult(
                    RunEnd.COMPLETED,
                    60,
                    OptionalDouble.of(1.5),
                    Optional.of(Path.of("adapters", "birds")));
        });
        act(() -> page().startRun());
        Thread.sleep(300);
        draw("training");
        drawAt("training-samples", "#train-samples");
        act(() -> page().run().pause());
        draw("paused");
        act(() -> page().run().proceed());
        goOn.countDown();
        Thread.sleep(300);
        draw("finished");
        act(() -> page().comparison().choose(SAMPLES.resolve("cat.jpg")));
        Thread.sleep(400);
        drawAt("compare", "#train-comparison");
        act(() -> page().comparison().ask("What is in this picture?"));
        Thread.sleep(400);
        drawAt("voting", "#train-comparison");
        act(() -> page().comparison().vote(1));
        Thread.sleep(200);
        drawAt("revealed", "#train-comparison");
        var interrupted = FakeTraining.summary(request(), 20, Optional.empty());
        training.runs(interrupted);
        training.whileRunning((listener, _) -> {
            listener.onCreated(interrupted.folder());
            tell(listener, 20);
            throw new StorageException(
                    Path.of("snapshots"), StorageException.Reason.DISK_FULL, "no space");
        });
        act(() -> page().startRun());
        Thread.sleep(300);
        draw("disk-full");
    }

    private void drawInterrupted(Theme theme, Language language) throws Exception {
        var request = request();
        training =
                new FakeTraining()
                        .runs(
                                FakeTraining.summary(request, 20, Optional.empty()),
                                FakeTraining.summary(request, 60, Optional.of(RunEnd.COMPLETED)))
                        .told(RunHistory.EMPTY);
        open(theme, language, FakeCatalog.BUNDLED);
        draw("interrupted");
        drawAt("runs", "#train-runs");
        close();
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

    private static void tell(RunListener listener, int last) {
        for (int step = 1; step <= last; step++) {
            listener.onStep(
                    FakeTraining.step(
                            step,
                            1.6 + 2.6 * Math.exp(-step / 12.0) + 0.35 * Math.sin(step * 2.4)));
            if (step % 8 == 0) {
                listener.onEvaluation(
                        new EvaluationReport(step, 1.9 + 2 * Math.exp(-step / 12.0), true, 0));
                listener.onSnapshot(new SnapshotReport(step, Path.of("snapshot")));
                for (String name : PICTURES) {
                    listener.onSample(
                            new SampleReport(
                                    step,
                                    SAMPLES.resolve(name + ".jpg"),
                                    "Write a short caption for this picture.",
                                    "A " + name + " close to the camera, with a soft background.",
                                    "A " + name + ", looking straight at us."));
                }
            }
        }
    }

    private static List<Sample> samples(int count) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < count; i++) {
            String name = PICTURES.get(i % PICTURES.size());
            samples.add(
                    Sample.caption(
                            "row" + i,
                            SAMPLES.resolve(name + ".jpg"),
                            "Write a short caption for this picture.",
                            "A " + name + ", looking straight at us from a wooden table."));
        }
        return samples;
    }

    private static RowProblem problem(long row, RowProblem.Reason reason, String detail) {
        return new RowProblem(Path.of("birds", "captions.csv"), row, reason, detail);
    }

    private void open(Theme theme, Language language, InstalledModel... models) throws Exception {
        var folders = AppFolders.under(Files.createTempDirectory(home, "home"));
        folders.create();
        context =
                AppContext.open(
                        folders,
                        new AppContext.Engine(
                                new FakeCatalog(models),
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                training,
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            new AppWindow(context, _ -> {}).show(stage);
            var choices = context.shell().features().settings();
            choices.choose(theme);
            choices.choose(language);
            context.shell().show(Page.TRAIN);
        });
        Thread.sleep(300);
    }

    private void close() throws Exception {
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
    }

    private TrainViewModel page() {
        return context.shell().features().train();
    }

    private static void act(Runnable act) throws Exception {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(20);
        Thread.sleep(200);
    }

    private void draw(String name) throws Exception {
        draw(name, "");
    }

    private void drawAt(String name, String target) throws Exception {
        draw(name, target);
    }

    private void draw(String name, String target) throws Exception {
        for (int[] size : SIZES) {
            FxToolkit.setupFixture(() -> {
                stage.setWidth(size[0]);
                stage.setHeight(size[1]);
            });
            WaitForAsyncUtils.waitForFxEvents(20);
            FxToolkit.setupFixture(() -> scrollTo(target));
            WaitForAsyncUtils.waitForFxEvents(20);
            var image =
                    WaitForAsyncUtils.waitForAsyncFx(
                            10_000, () -> stage.getScene().getRoot().snapshot(null, null));
            write(image, name + "-" + size[0] + "x" + size[1]);
        }
    }

    private void scrollTo(String target) {
        var pane = (ScrollPane) stage.getScene().lookup("#train-page .page");
        var content = pane.getContent();
        double room = content.getLayoutBounds().getHeight() - pane.getViewportBounds().getHeight();
        if (target.isEmpty() || room <= 0) {
            pane.setVvalue(0);
            return;
        }
        Node node = stage.getScene().lookup(target);
        double top =
                content.sceneToLocal(node.localToScene(node.getBoundsInLocal())).getMinY() - 24;
        pane.setVvalue(Math.clamp(top / room, 0, 1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
