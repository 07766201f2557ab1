package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.app.testing.SceneWalk;
import dev.nunchi.app.ui.curate.DataTab;
import dev.nunchi.app.ui.shell.Page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    private OpenProgram program;

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
        program = OpenProgram.over(home);
    }

    @AfterEach
    void close() throws TimeoutException {
        program.close();
    }

    @Test
    void everythingInSightCanBeTold() throws TimeoutException {
        look("welcome");
        for (Page page : Page.values()) {
            program.show(page);
            look(page.name());
        }
        program.showNewestConversation();
        look("conversation");
        program.act(program.shell()::toggleInspector);
        look("inspector");
        program.act(program.shell()::toggleSideBar);
        look("folded side bar");
        assertEquals(List.of(), faults);
    }

    @Test
    void everythingOfAReviewCanBeTold(@TempDir Path folder) throws TimeoutException {
        var data = program.shell().features().curate();
        program.show(Page.DATA);
        program.act(() -> data.open(ReviewFile.write(folder)));
        WaitForAsyncUtils.waitFor(
                30, TimeUnit.SECONDS, () -> data.queue().rowProperty().get().isPresent());
        look("row");
        program.act(() -> data.queue().edit());
        look("edited row");
        program.act(() -> data.queue().cancelEdit());
        program.act(() -> data.show(DataTab.STATISTICS));
        WaitForAsyncUtils.waitFor(
                30, TimeUnit.SECONDS, () -> data.insightProperty().get().isPresent());
        look("statistics");
        program.act(() -> data.show(DataTab.REVIEW));
        program.act(data::choose);
        look("sets");
        assertEquals(List.of(), faults);
    }

    @Test
    void everythingOverTheWindowCanBeTold() throws TimeoutException {
        program.act(program.overlay("#palette")::toggle);
        look("palette");
        program.act(program.overlay("#shortcuts")::toggle);
        look("shortcuts");
        assertEquals(List.of(), faults);
    }

    private void look(String where) throws TimeoutException {
        program.look(root -> {
            var found = SceneWalk.below(root);
            assertTrue(found.controls() > 0, where + " has no controls at all");
            found.faults().forEach(fault -> faults.add(where + ": " + fault));
        });
    }
}
