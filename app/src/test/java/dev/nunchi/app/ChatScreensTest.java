package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.text.Role;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.control.Button;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.imageio.ImageIO;

/// Draws what a long-kept history looks like into `target/screens`, for eyes to judge: branches,
/// formulas and tables, a correction, folders and pins, a search.
@Tag("slow")
class ChatScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final Path SAMPLES = Path.of("..", "assets", "samples");
    private static final String ANSWER =
            """
            The area of the **window** is $A = \\pi r^2$, so with $r_1 = \\frac{d}{2}$ it is about
            $$\\sum_{i=1}^{n} x_i^2 \\leq \\sqrt{\\alpha + \\beta}$$

            | part | 크기 |
            |---|---|
            | frame | 40 × 60 cm |
            | glass | 36 × 56 cm |

            ```python
            print("강아지")
            ```
            See [the guide](https://example.org).
            """;

    static {
        Headless.prepare();
    }

    @Test
    void historyIsDrawnInBothThemesAndLanguages(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var context = AppContext.open(seeded(home), engine());
        var stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
        WaitForAsyncUtils.waitForFxEvents(20);
        draw(context, stage, Theme.LIGHT, Language.EN);
        draw(context, stage, Theme.DARK, Language.KO);
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
        assertTrue(Files.exists(SCREENS.resolve("history-dark-ko-search.png")));
    }

    private static void draw(AppContext context, Stage stage, Theme theme, Language language)
            throws Exception {
        var features = context.shell().features();
        FxToolkit.setupFixture(() -> {
            features.settings().choose(theme);
            features.settings().choose(language);
            features.library().searchProperty().set("");
            features.library().open(1);
        });
        String look = ("history-" + theme + "-" + language).toLowerCase(Locale.ROOT);
        write(stage, look + "-branches");
        FxToolkit.setupFixture(() -> correctButton(context, stage).fire());
        write(stage, look + "-correction");
        FxToolkit.setupFixture(() -> features.library().searchProperty().set("강아지"));
        Thread.sleep(1000);
        write(stage, look + "-search");
    }

    private static Button correctButton(AppContext context, Stage stage) {
        String name = context.messages().text("chat.correct");
        return stage.getScene().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> name.equals(button.getAccessibleText()))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static void write(Stage stage, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        30_000, () -> stage.getScene().getRoot().snapshot(null, null));
        ImageIO.write(
                SwingFXUtils.fromFXImage(image, null),
                "png",
                SCREENS.resolve(name + ".png").toFile());
    }

    private static AppFolders seeded(Path home) throws Exception {
        var seeded = new SeededHome(home);
        var cat = seeded.picture(SAMPLES.resolve("cat.jpg"));
        seeded.with(Duration.ofMinutes(5), "How large is the window?", ANSWER, cat)
                .with(Duration.ofDays(2), "공원 사진", "잔디밭에서 작은 강아지가 공을 물고 뛰어가고 있어요.")
                .with(Duration.ofDays(2), "우리 집 강아지", "Yes.")
                .with(Duration.ofDays(9), "How do I descale a kettle?", "With vinegar.");
        var folders = seeded.folders();
        var opened =
                SqliteStore.open(folders.database(), folders.nativeLibraries(), Clock.systemUTC());
        try (var store = opened.store()) {
            var turns = store.turns(1);
            store.add(NewTurn.beside(turns.getLast(), Role.ASSISTANT, "Large.", List.of()));
            store.putInFront(turns.getLast().id());
            store.add(NewTurn.beside(turns.getFirst(), Role.USER, "How big?", List.of()));
            store.putInFront(turns.getLast().id());
            var pets = opened.folders().createFolder("강아지 모음");
            opened.folders().move(3, Optional.of(pets.id()));
            opened.folders().pin(4);
        }
        return folders;
    }

    private static AppContext.Engine engine() {
        return new AppContext.Engine(
                new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                (model, _, _) -> new ScriptedAssistant(model.name()),
                new FakeTraining(),
                new FakeMachine());
    }
}
