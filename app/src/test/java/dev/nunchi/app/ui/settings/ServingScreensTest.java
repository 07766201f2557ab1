package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.server.ChatServer;
import dev.nunchi.app.server.ServedModel;
import dev.nunchi.app.server.ServedRequest;
import dev.nunchi.app.server.ServerOptions;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.theme.Appearance;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import javax.imageio.ImageIO;

/// Draws the section of the server into `target/screens`, stopped and running.
@Tag("slow")
class ServingScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final int SIDE = 760;

    static {
        Headless.prepare();
    }

    @Test
    void sectionIsDrawn(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        Stage stage = FxToolkit.registerPrimaryStage();
        draw(home.resolve("a"), stage, Theme.LIGHT, Language.EN);
        draw(home.resolve("b"), stage, Theme.DARK, Language.KO);
        FxToolkit.setupFixture(stage::close);
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-serving-running.png")));
    }

    private static void draw(Path home, Stage stage, Theme theme, Language language)
            throws Exception {
        Files.createDirectories(home);
        var messages = Messages.of(language);
        var jobs = TestJobs.direct(home);
        var settings = new SettingsViewModel(SettingsStore.open(home.resolve("s.json")), jobs);
        var model = ServedModel.of(new ScriptedAssistant(), Optional.empty());
        try (var serving =
                new ServingViewModel(
                        settings,
                        (_, log) -> ChatServer.start(ServerOptions.loopback(0), model, log),
                        jobs)) {
            var appearance = new Appearance();
            appearance.themeProperty().set(theme);
            FxToolkit.setupFixture(() -> {
                var page = new StackPane(new ServingCard(settings, serving, messages).node());
                page.getStylesheets()
                        .add(
                                Objects.requireNonNull(
                                                SettingsView.class.getResource("settings.css"))
                                        .toExternalForm());
                var scene = new Scene(page, SIDE, SIDE);
                appearance.dress(scene);
                stage.setScene(scene);
                stage.show();
            });
            write(stage, theme, language, "stopped");
            FxToolkit.setupFixture(() -> {
                serving.start();
                serving.log().addFirst(request(200, "", 65, 24));
                serving.log().addFirst(request(400, "invalid_image", 0, 0));
                serving.log().addFirst(request(200, "cancelled", 0, 0));
            });
            write(stage, theme, language, "running");
        }
    }

    private static ServedRequest request(int status, String code, int prompt, int answer) {
        return new ServedRequest(
                Instant.parse("2026-11-30T10:57:41Z"),
                "127.0.0.1",
                "POST /v1/chat/completions",
                status,
                code,
                prompt,
                answer,
                Duration.ofMillis(730));
    }

    private static void write(Stage stage, Theme theme, Language language, String what)
            throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        60_000, () -> stage.getScene().getRoot().snapshot(null, null));
        var file = (theme + "-" + language + "-serving-" + what).toLowerCase(Locale.ROOT) + ".png";
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", SCREENS.resolve(file).toFile());
    }
}
