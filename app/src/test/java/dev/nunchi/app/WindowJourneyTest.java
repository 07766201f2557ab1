package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.library.Row;
import dev.nunchi.app.ui.models.ModelsViewModel.Import;

import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// What a person does in the window, with keys and mouse.
@Tag("ui")
class WindowJourneyTest {
    private static final int PATIENCE_SECONDS = 10;

    private final FakeCatalog catalog = new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED);
    private final FxRobot robot = new FxRobot();
    private SeededHome home;
    private AppContext context;
    private Stage stage;

    static {
        Headless.prepare();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        home =
                new SeededHome(folder)
                        .with(Duration.ofDays(3), "a poster for the play", "Yes.")
                        .with(Duration.ofMinutes(1), "the cat on the mat", "A cat.");
        context =
                AppContext.open(
                        home.folders(),
                        new AppContext.Engine(
                                catalog,
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                new FakeTraining(),
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            // At the corner, else the headless platform loses the mouse wheel.
            stage.setX(0);
            stage.setY(0);
            new AppWindow(context, _ -> {}).show(stage);
            stage.setX(0);
            stage.setY(0);
        });
        await(() -> titles().size() == 2 && modelInUse().contains("nunchi-default"));
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
    }

    @Test
    void newConversationClearsTheSelectionAndTakesTheCaret() throws TimeoutException {
        robot.clickOn("the cat on the mat");
        await(() -> conversation() != 0);
        robot.press(KeyCode.CONTROL, KeyCode.N).release(KeyCode.N, KeyCode.CONTROL);
        await(() -> conversation() == 0);
        assertTrue(stage.getScene().getFocusOwner() instanceof TextArea);
    }

    @Test
    void conversationIsRenamedInPlace() throws TimeoutException {
        robot.clickOn("the cat on the mat");
        robot.type(KeyCode.F2);
        robot.write("고양이");
        robot.type(KeyCode.ENTER);
        await(() -> titles().equals(List.of("고양이", "a poster for the play")));
    }

    @Test
    void escapeLeavesTheOldName() throws TimeoutException {
        robot.clickOn("the cat on the mat");
        robot.type(KeyCode.F2);
        robot.write("dog");
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("the cat on the mat").tryQuery().isPresent());
        assertTrue(titles().contains("the cat on the mat"));
    }

    @Test
    void menuRenamesTheConversationUnderThePointer() throws TimeoutException {
        robot.clickOn("a poster for the play", MouseButton.SECONDARY);
        robot.clickOn("Rename");
        robot.write("poster");
        robot.type(KeyCode.ENTER);
        await(() -> titles().equals(List.of("the cat on the mat", "poster")));
    }

    @Test
    void deletedConversationComesBackByUndo() throws TimeoutException {
        robot.clickOn("the cat on the mat");
        robot.type(KeyCode.DELETE);
        await(() -> titles().equals(List.of("a poster for the play")));
        robot.clickOn("#undo-toast .toast-act");
        await(() -> titles().equals(List.of("the cat on the mat", "a poster for the play")));
        assertFalse(robot.lookup("#undo-toast").query().isVisible());
    }

    @Test
    void searchNarrowsTheList() throws TimeoutException {
        robot.press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
        robot.write("poster");
        await(() -> titles().equals(List.of("a poster for the play")));
        robot.type(KeyCode.ESCAPE);
        await(() -> titles().size() == 2);
    }

    @Test
    void arrowsStepOverHeadings() throws TimeoutException {
        robot.clickOn("the cat on the mat");
        robot.type(KeyCode.DOWN);
        await(() -> title().equals("a poster for the play"));
        robot.type(KeyCode.UP);
        await(() -> title().equals("the cat on the mat"));
    }

    @Test
    void themeAndLanguageChangeLive() throws Exception {
        robot.press(KeyCode.CONTROL, KeyCode.COMMA).release(KeyCode.COMMA, KeyCode.CONTROL);
        choose("#settings-theme", Theme.DARK);
        await(() -> stage.getScene().getStylesheets().getLast().endsWith("dark.css"));
        choose("#settings-language", Language.KO);
        await(() -> newConversation().equals("새 대화"));
        var remembered = SettingsStore.open(home.folders().settings()).current();
        assertEquals(Theme.DARK, remembered.theme());
        assertEquals(Language.KO, remembered.language());
    }

    @Test
    void lengthOfAnswersIsRemembered() throws Exception {
        robot.clickOn("#page-settings");
        var field = robot.lookup("#settings-max-tokens").queryTextInputControl();
        robot.interact(field::requestFocus);
        robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
        robot.write("512");
        robot.type(KeyCode.ENTER);
        await(() -> rememberedLength() == 512);
    }

    @Test
    void importShowsProgressAndCanBeCancelled() throws TimeoutException {
        var cancelled = new CountDownLatch(1);
        catalog.whileImporting((_, cancel) -> {
            while (!cancel.isCancelled()) {
                Thread.onSpinWait();
            }
            cancelled.countDown();
        });
        robot.clickOn("#page-models");
        startImport();
        await(() -> robot.lookup("#job-strip").query().isVisible());
        robot.clickOn(".models-cancel");
        await(() ->
                context.shell().features().models().importProperty().get()
                        instanceof Import.Cancelled);
        assertEquals(0, cancelled.getCount());
    }

    @Test
    void importedModelIsUsedInTheChat() throws TimeoutException {
        robot.clickOn("#page-models");
        startImport();
        await(() -> robot.lookup("new-model").tryQuery().isPresent());
        robot.interact(() ->
                robot.lookup(".model-use").queryAllAs(ButtonBase.class).stream()
                        .toList()
                        .getLast()
                        .fire());
        await(() -> modelInUse().contains("new-model"));
    }

    private void startImport() {
        robot.interact(() -> context.shell().features().models().importFrom(Path.of("new-model")));
    }

    private <T> void choose(String id, T value) {
        robot.interact(() -> robot.lookup(id).<ComboBox<T>>query().setValue(value));
    }

    private int rememberedLength() {
        return context.shell()
                .features()
                .settings()
                .settingsProperty()
                .get()
                .generation()
                .maxNewTokens();
    }

    private long conversation() {
        return context.shell().features().chat().conversationProperty().get();
    }

    private String title() {
        return robot.lookup("#conversation-title").<Label>query().getText();
    }

    private String newConversation() {
        return robot.lookup("#new-conversation").queryButton().getText();
    }

    private String modelInUse() {
        return robot.lookup("#model-in-use").queryButton().getText();
    }

    private List<String> titles() {
        return context.shell().features().library().rows().stream()
                .filter(Row.Item.class::isInstance)
                .map(row -> ((Row.Item) row).conversation().title())
                .toList();
    }

    private static void await(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
        WaitForAsyncUtils.waitForFxEvents();
    }
}
