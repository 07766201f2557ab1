package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.testing.CutWords;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.curate.DataTab;
import dev.nunchi.app.ui.library.Row;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.support.SupportPage;

import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/// No word of the program's own is cut off, in the smallest window and in a usual one.
@Tag("slow")
class CutWordsTest {
    private static final Path SAMPLES = Path.of("..", "assets", "samples");

    private final Set<String> cut = new TreeSet<>();
    private AppContext context;
    private Stage stage;

    static {
        Headless.prepare();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        var home = new SeededHome(folder);
        home.with(
                Duration.ofMinutes(1),
                "the cat",
                "A cat.",
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
        FxToolkit.setupFixture(() -> {
            new AppWindow(context, _ -> {}).show(stage);
            stage.setX(0);
            stage.setY(0);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"EN", "KO"})
    void everyWordOfTheProgramIsWhole(Language language) throws TimeoutException {
        act(() -> context.shell().features().settings().choose(language));
        size(720, 600);
        lookAround("smallest");
        size(1000, 700);
        lookAround("small");
        act(() -> context.shell().features().settings().choose(new Zoom(Zoom.MOST)));
        size(1000, 1000);
        lookAround("magnified");
        assertEquals("", String.join("\n", cut));
    }

    private void size(int width, int height) throws TimeoutException {
        act(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
        });
    }

    private void lookAround(String size) throws TimeoutException {
        act(() -> context.shell().newConversation());
        look(size + " welcome");
        for (Page page : Page.values()) {
            act(() -> context.shell().show(page));
            look(size + " " + page);
        }
        act(() -> context.shell().show(Page.DATA));
        for (DataTab tab : DataTab.values()) {
            act(() -> context.shell().features().curate().show(tab));
            look(size + " data " + tab);
        }
        long cat = conversation();
        act(() -> context.shell().features().library().open(cat));
        look(size + " conversation");
        act(() -> context.shell().toggleInspector());
        look(size + " inspector");
        act(() -> context.shell().toggleInspector());
        for (var page : SupportPage.values()) {
            act(() -> context.caretaker().support().show(page));
            look(size + " " + page);
        }
        act(() -> context.caretaker().support().close());
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
            CutWords.below(stage.getScene().getRoot())
                    .forEach(word -> cut.add(where + ": " + word));
        });
    }
}
