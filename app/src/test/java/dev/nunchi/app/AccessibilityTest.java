package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.app.testing.SceneWalk;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.command.Overlay;
import dev.nunchi.app.ui.curate.DataTab;
import dev.nunchi.app.ui.library.Row;
import dev.nunchi.app.ui.shell.Page;

import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whoever cannot see the window hears what is in it: every control has a name, every picture has
/// words, and whatever cannot be used says why.
@Tag("ui")
class AccessibilityTest {
    private static final Path SAMPLES = Path.of("..", "assets", "samples");

    private final List<String> faults = new ArrayList<>();
    private AppContext context;
    private Stage stage;

    static {
        Headless.prepare();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        var home = new SeededHome(folder);
        home.with(Duration.ofDays(3), "a poster for the play", "Yes.")
                .with(
                        Duration.ofMinutes(1),
                        "the cat",
                        "A **cat**, see [here](https://example.org).\n\n```java\nint cat;\n```",
                        home.picture(SAMPLES.resolve("cat.jpg")));
        context =
                AppContext.open(
                        home.folders(),
                        new AppContext.Engine(
                                new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                new FakeTraining(),
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
    }

    @Test
    void everythingInSightCanBeTold() throws TimeoutException {
        look("welcome");
        for (Page page : Page.values()) {
            act(() -> context.shell().show(page));
            look(page.name());
        }
        long cat = conversation();
        act(() -> context.shell().features().library().open(cat));
        look("conversation");
        act(() -> context.shell().toggleInspector());
        look("inspector");
        act(() -> context.shell().toggleSideBar());
        look("folded side bar");
        assertEquals(List.of(), faults);
    }

    @Test
    void everythingOfAReviewCanBeTold(@TempDir Path folder) throws TimeoutException {
        var data = context.shell().features().curate();
        act(() -> context.shell().show(Page.DATA));
        act(() -> data.open(ReviewFile.write(folder)));
        WaitForAsyncUtils.waitFor(
                30, TimeUnit.SECONDS, () -> data.queue().rowProperty().get().isPresent());
        look("row");
        act(() -> data.queue().edit());
        look("edited row");
        act(() -> data.queue().cancelEdit());
        act(() -> data.show(DataTab.STATISTICS));
        WaitForAsyncUtils.waitFor(
                30, TimeUnit.SECONDS, () -> data.insightProperty().get().isPresent());
        look("statistics");
        act(() -> data.show(DataTab.REVIEW));
        act(data::choose);
        look("sets");
        assertEquals(List.of(), faults);
    }

    @Test
    void everythingOverTheWindowCanBeTold() throws TimeoutException {
        act(() -> overlay("#palette").toggle());
        look("palette");
        act(() -> overlay("#shortcuts").toggle());
        look("shortcuts");
        assertEquals(List.of(), faults);
    }

    private Overlay overlay(String id) {
        return (Overlay) stage.getScene().lookup(id);
    }

    private long conversation() {
        return context.shell().features().library().rows().stream()
                .filter(Row.Item.class::isInstance)
                .map(Row.Item.class::cast)
                .findFirst()
                .orElseThrow()
                .conversation()
                .id();
    }

    private static void act(Runnable act) throws TimeoutException {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    private void look(String where) throws TimeoutException {
        act(() -> {
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
            var found = SceneWalk.below(stage.getScene().getRoot());
            assertTrue(found.controls() > 0, where + " has no controls at all");
            found.faults().forEach(fault -> faults.add(where + ": " + fault));
        });
    }
}
