package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.shell.Page;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/// Draws the models page in the states that a person brings about, for eyes to judge.
@Tag("slow")
class ModelScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");

    /// More than any machine that tests run on.
    private static final long HUGE = 400_000_000_000L;

    static {
        Headless.prepare();
    }

    @Test
    void cardsAreDrawnWithWhatWasTriedOut(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var catalog = new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED);
        var context = AppContext.open(AppFolders.under(home), engine(catalog));
        var stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
        WaitForAsyncUtils.waitForFxEvents(20);
        for (var look :
                List.of(new Look(Theme.LIGHT, Language.EN), new Look(Theme.DARK, Language.KO))) {
            FxToolkit.setupFixture(() -> {
                context.shell().features().settings().choose(look.theme());
                context.shell().features().settings().choose(look.language());
                context.shell().show(Page.MODELS);
            });
            drawStates(context, stage, look);
        }
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
        assertTrue(Files.exists(SCREENS.resolve("models-dark-ko-question.png")));
    }

    private record Look(Theme theme, Language language) {}

    private static void drawStates(AppContext context, Stage stage, Look look) throws Exception {
        var models = context.shell().features().models();
        var scene = stage.getScene();
        FxToolkit.setupFixture(() -> models.use(FakeCatalog.BUNDLED));
        draw(scene, look, "open");
        FxToolkit.setupFixture(() -> models.checkups().check(FakeCatalog.BUNDLED));
        draw(scene, look, "checked");
        FxToolkit.setupFixture(() -> models.checkups().time(FakeCatalog.BUNDLED));
        draw(scene, look, "timed");
        FxToolkit.setupFixture(() -> models.use(FakeCatalog.IMPORTED));
        draw(scene, look, "question");
        FxToolkit.setupFixture(() -> {
            models.dismiss();
            models.unload();
        });
        draw(scene, look, "unloaded");
        FxToolkit.setupFixture(models::dismiss);
    }

    private static void draw(Scene scene, Look look, String state) throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        10_000, () -> scene.getRoot().snapshot(null, null));
        var name = "models-" + look.theme() + "-" + look.language() + "-" + state + ".png";
        ImageIO.write(
                SwingFXUtils.fromFXImage(image, null),
                "png",
                SCREENS.resolve(name.toLowerCase(Locale.ROOT)).toFile());
    }

    private static AppContext.Engine engine(FakeCatalog catalog) {
        catalog.previewing(FakeCatalog.IMPORTED.folder(), FakeCatalog.preview(HUGE, HUGE / 100));
        return new AppContext.Engine(
                catalog,
                (model, _, _) -> new ScriptedAssistant(model.name()),
                new FakeTraining(),
                new FakeMachine());
    }
}
