package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.shell.Page;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// The window without a mouse.
@Tag("ui")
class KeyboardJourneyTest {
    private static final int PATIENCE_SECONDS = 10;

    /// More than any page has.
    private static final int MOST_STOPS = 80;

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
        await(() -> context.shell().features().chat().modelProperty().get().isPresent());
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
    }

    @Test
    void paletteGoesWhereItIsTold() throws TimeoutException {
        press(KeyCode.CONTROL, KeyCode.K);
        await(() -> isOpen("#palette"));
        robot.write("go to models");
        robot.type(KeyCode.ENTER);
        await(() -> context.shell().pageProperty().get() == Page.MODELS);
        assertFalse(isOpen("#palette"));
    }

    @Test
    void paletteChangesTheThemeLive() throws TimeoutException {
        press(KeyCode.CONTROL, KeyCode.K);
        robot.write("high contrast");
        robot.type(KeyCode.ENTER);
        await(() -> settingsTheme() == Theme.HIGH_CONTRAST);
        await(() -> stage.getScene().getStylesheets().getLast().endsWith("contrast.css"));
    }

    @Test
    void escapeClosesAndTheFocusGoesBack() throws TimeoutException {
        Node before = stage.getScene().getFocusOwner();
        robot.type(KeyCode.F1);
        await(() -> isOpen("#shortcuts"));
        robot.type(KeyCode.ESCAPE);
        await(() -> !isOpen("#shortcuts"));
        assertSame(before, stage.getScene().getFocusOwner());
    }

    @Test
    void keysDoNotReachWhatIsCovered() throws TimeoutException {
        press(KeyCode.CONTROL, KeyCode.K);
        await(() -> isOpen("#palette"));
        press(KeyCode.CONTROL, KeyCode.DIGIT2);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(Page.CHAT, context.shell().pageProperty().get());
        robot.type(KeyCode.F1);
        await(() -> isOpen("#shortcuts"));
        assertFalse(isOpen("#palette"));
    }

    @Test
    void sizeFollowsItsKeysAndIsRemembered() throws TimeoutException {
        press(KeyCode.CONTROL, KeyCode.EQUALS);
        await(() -> zoom().equals(new Zoom(110)));
        double large = widthOf("#new-conversation");
        press(KeyCode.CONTROL, KeyCode.DIGIT0);
        await(() -> zoom().equals(Zoom.USUAL));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(1.1, large / widthOf("#new-conversation"), 0.01);
    }

    @Test
    void tabulatorReachesEveryPageOfTheSideBar() throws TimeoutException {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < MOST_STOPS; i++) {
            robot.type(KeyCode.TAB);
            var owner = stage.getScene().getFocusOwner();
            if (owner != null && owner.getId() != null) {
                reached.add(owner.getId());
            }
        }
        for (String id :
                Set.of(
                        "new-conversation",
                        "library-search",
                        "page-chat",
                        "page-models",
                        "page-train",
                        "page-settings",
                        "model-in-use")) {
            assertTrue(reached.contains(id), id + " is not among " + reached);
        }
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void tabulatorReachesEveryControlOfAPage(Page page) throws TimeoutException {
        robot.interact(() -> context.shell().show(page));
        WaitForAsyncUtils.waitForFxEvents();
        var missing = new HashSet<Node>();
        robot.interact(() -> addControls(stage.getScene().getRoot(), missing));
        int controls = missing.size();
        for (int i = 0; i < 2 * controls + MOST_STOPS && !missing.isEmpty(); i++) {
            robot.type(KeyCode.TAB);
            missing.remove(stage.getScene().getFocusOwner());
        }
        assertTrue(controls > 5, page + " has hardly a control");
        assertEquals(Set.of(), missing);
    }

    /// What can have the focus now. Of radio buttons that exclude each other the arrow keys reach
    /// the others.
    private static void addControls(Node node, Set<Node> into) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        boolean byArrows =
                node instanceof RadioButton radio
                        && radio.getToggleGroup() != null
                        && !radio.isSelected();
        boolean scrolls = node instanceof ScrollPane || node instanceof ScrollBar;
        if (node.isFocusTraversable() && !byArrows && !scrolls) {
            into.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> addControls(child, into));
        }
    }

    private void press(KeyCode modifier, KeyCode key) {
        robot.press(modifier, key).release(key, modifier);
    }

    private boolean isOpen(String id) {
        return robot.lookup(id).query().isVisible();
    }

    private double widthOf(String id) {
        Node node = robot.lookup(id).query();
        return node.localToScene(node.getLayoutBounds()).getWidth();
    }

    private Zoom zoom() {
        return context.shell().features().settings().settingsProperty().get().zoom();
    }

    private Theme settingsTheme() {
        return context.shell().features().settings().settingsProperty().get().theme();
    }

    private static void await(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
        WaitForAsyncUtils.waitForFxEvents();
    }
}
