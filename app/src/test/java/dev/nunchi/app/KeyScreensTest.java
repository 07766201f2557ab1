package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.command.Overlay;
import dev.nunchi.app.ui.settings.Section;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.app.ui.shell.Page;

import javafx.embed.swing.SwingFXUtils;
import javafx.stage.Screen;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import javax.imageio.ImageIO;

/// Draws settings, privacy, palette and shortcuts into `target/screens`: every theme and language,
/// and the smallest and the largest size.
@Tag("slow")
class KeyScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");

    private AppContext context;
    private Stage stage;

    static {
        Headless.prepare();
    }

    @Test
    void everyThemeLanguageAndSizeIsDrawn(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var seeded =
                new SeededHome(home)
                        .with(Duration.ofDays(3), "a poster for the play", "Yes.")
                        .with(Duration.ofMinutes(3), "고양이가 무엇을 보고 있나요?", "**새**예요.");
        context =
                AppContext.open(
                        seeded.folders(),
                        new AppContext.Engine(
                                new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                new FakeTraining(),
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            new AppWindow(context, _ -> {}).show(stage);
            // A window that reaches beyond the screen cannot be drawn without one.
            var screen = Screen.getPrimary().getVisualBounds();
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(Math.min(stage.getWidth(), screen.getWidth()));
        });
        for (var theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
            drawAll(theme, Language.EN, Zoom.USUAL);
            drawAll(theme, Language.KO, Zoom.USUAL);
        }
        for (var zoom : List.of(new Zoom(Zoom.LEAST), new Zoom(Zoom.MOST))) {
            drawAll(Theme.LIGHT, Language.KO, zoom);
            drawAll(Theme.DARK, Language.EN, zoom);
        }
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
        assertTrue(Files.exists(SCREENS.resolve("keys-dark-en-175-palette.png")));
    }

    private void drawAll(Theme theme, Language language, Zoom zoom) throws Exception {
        act(() -> {
            settings().choose(theme);
            settings().choose(language);
            settings().choose(zoom);
        });
        String look = "keys-%s-%s-%d-".formatted(theme, language, zoom.percent());
        act(() -> context.shell().show(Page.CHAT));
        draw(look + "chat");
        act(() -> context.shell().show(Page.MODELS));
        draw(look + "models");
        act(() -> context.shell().show(Page.SETTINGS));
        for (var section : List.of(Section.LOOK, Section.COMPUTING, Section.PRIVACY)) {
            act(() -> settings().look(section));
            draw(look + section);
        }
        act(overlay("#palette")::toggle);
        draw(look + "palette");
        act(overlay("#palette")::close);
        act(overlay("#shortcuts")::toggle);
        draw(look + "shortcuts");
        act(overlay("#shortcuts")::close);
    }

    private SettingsViewModel settings() {
        return context.shell().features().settings();
    }

    private Overlay overlay(String id) {
        return (Overlay) stage.getScene().lookup(id);
    }

    private static void act(Runnable act) throws TimeoutException {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    private void draw(String name) throws Exception {
        var image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> stage.getScene().snapshot(null));
        var file = SCREENS.resolve(name.toLowerCase(Locale.ROOT) + ".png");
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    }
}
