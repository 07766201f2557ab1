package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.curate.CurateViewModel;
import dev.nunchi.app.ui.curate.QueueViewModel;
import dev.nunchi.app.ui.curate.Told;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// A review by keys alone, from the file to the file.
@Tag("ui")
class CurateJourneyTest {
    private static final int PATIENCE_SECONDS = 30;

    private final FxRobot robot = new FxRobot();
    private AppContext context;
    private Stage stage;

    static {
        Headless.prepare();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        context =
                AppContext.open(
                        new SeededHome(folder).folders(),
                        new AppContext.Engine(
                                new FakeCatalog(FakeCatalog.BUNDLED),
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                new FakeTraining(),
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
    }

    @Test
    void rowsAreReviewedByKeysAndReadBackByTheEngine(@TempDir Path folder) throws Exception {
        Path file = ReviewFile.write(folder);
        press(KeyCode.CONTROL, KeyCode.DIGIT3);
        await(() -> context.shell().pageProperty().get() == Page.DATA);
        FxToolkit.setupFixture(() -> page().open(file));
        awaitRow(1);

        robot.type(KeyCode.A);
        awaitRow(2);
        robot.type(KeyCode.R);
        awaitRow(3);
        robot.type(KeyCode.E);
        await(() -> stage.getScene().getFocusOwner() instanceof TextInputControl);
        press(KeyCode.CONTROL, KeyCode.A);
        robot.write("A rocket.");
        press(KeyCode.CONTROL, KeyCode.ENTER);
        awaitRow(4);
        robot.type(KeyCode.A);
        await(() -> queue().rowProperty().get().isEmpty());

        robot.type(KeyCode.U);
        awaitRow(4);
        robot.type(KeyCode.LEFT);
        awaitRow(3);
        assertEquals(
                Optional.of(Verdict.EDITED), queue().rowProperty().get().orElseThrow().verdict());

        Path out = folder.resolve("accepted.json");
        FxToolkit.setupFixture(() -> page().export(out));
        await(() -> page().news().toldProperty().get().equals(told(out)));
        var samples = Datasets.read(out, Progress.NONE, new CancelToken()).samples();
        assertEquals(List.of("cat-1", "rocket-1"), samples.stream().map(Sample::id).toList());
        assertEquals("A rocket.", samples.getLast().firstAnswer());
    }

    private static Optional<Told> told(Path out) {
        return Optional.of(new Told.Exported(out.toAbsolutePath(), 2));
    }

    private CurateViewModel page() {
        return context.shell().features().curate();
    }

    private QueueViewModel queue() {
        return page().queue();
    }

    private void awaitRow(int number) throws TimeoutException {
        await(() -> queue().rowProperty().get().filter(row -> row.number() == number).isPresent());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void press(KeyCode modifier, KeyCode key) {
        robot.press(modifier).type(key).release(modifier);
    }

    private static void await(BooleanSupplier there) throws TimeoutException {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, there::getAsBoolean);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
