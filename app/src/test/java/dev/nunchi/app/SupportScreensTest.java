package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.shell.News;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.support.SupportPage;

import javafx.embed.swing.SwingFXUtils;
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

/// Draws the pages that help, what a first start shows, and what is told of long work, into
/// `target/screens`, for eyes to judge.
@Tag("slow")
class SupportScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");

    static {
        Headless.prepare();
        System.setProperty(Assets.PROPERTY, Path.of("..", "assets").toAbsolutePath().toString());
    }

    @Test
    void helpingPagesAreDrawnInBothThemesAndLanguages(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var folders = AppFolders.under(home);
        folders.create();
        Files.writeString(folders.log(), log());
        var context = AppContext.open(folders, engine(), StartMode.USUAL);
        var stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
        draw(context, stage, Theme.LIGHT, Language.EN);
        draw(context, stage, Theme.DARK, Language.KO);
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
        assertTrue(Files.exists(SCREENS.resolve("support-dark-ko-diagnostics.png")));
    }

    private static void draw(AppContext context, Stage stage, Theme theme, Language language)
            throws Exception {
        var settings = context.shell().features().settings();
        FxToolkit.setupFixture(() -> {
            settings.choose(theme);
            settings.choose(language);
            context.shell().show(Page.CHAT);
        });
        String look = ("support-" + theme + "-" + language).toLowerCase(Locale.ROOT);
        write(stage, look + "-first-start");
        FxToolkit.setupFixture(
                () -> context.caretaker().news().tell(new News(News.Kind.TRAINING_ENDED, "birds")));
        FxToolkit.setupFixture(
                () -> context.caretaker().opened().open(List.of(Path.of("llava-1.5-7b.gguf"))));
        write(stage, look + "-news");
        FxToolkit.setupFixture(() -> {
            context.caretaker().news().forget();
            context.caretaker().opened().dismissModel();
            context.shell().show(Page.SETTINGS);
        });
        var support = context.caretaker().support();
        for (var page : SupportPage.values()) {
            FxToolkit.setupFixture(() -> support.show(page));
            Thread.sleep(2000);
            write(stage, look + "-" + page.toString().toLowerCase(Locale.ROOT));
        }
        FxToolkit.setupFixture(support::close);
    }

    private static void write(Stage stage, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        60_000, () -> stage.getScene().getRoot().snapshot(null, null));
        ImageIO.write(
                SwingFXUtils.fromFXImage(image, null),
                "png",
                SCREENS.resolve(name + ".png").toFile());
    }

    private static String log() {
        return """
        2026-11-30 08:01:02,345 INFO  main d.n.app.DesktopApp: The window is open
        2026-11-30 08:01:02,346 WARN  nunchi-job-1 d.n.a.task.Boundary: read a picture ended with dev.nunchi.engine.error.PictureException
        2026-11-30 08:01:02,348 ERROR JavaFX Application Thread d.n.app.AppContext: Closing failed
        java.io.IOException
        \tat dev.nunchi.app.AppContext.close(AppContext.java:210)
        """;
    }

    private static AppContext.Engine engine() {
        return new AppContext.Engine(
                new FakeCatalog(FakeCatalog.BUNDLED),
                (model, _, _) ->
                        new ScriptedAssistant(model.name())
                                .says("A cat with green eyes ", "looks at the camera."),
                new FakeTraining(),
                new FakeMachine());
    }
}
