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
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

/// Draws what tells of the model's eyes into `target/screens`: inspector, "seen or guessed?",
/// viewer.
@Tag("slow")
class SightScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final Path SAMPLES = Path.of("..", "assets", "samples");
    private static final String ANSWER =
            "A tabby cat looks straight at the camera. 고양이가 카메라를 똑바로 봐요.";

    static {
        Headless.prepare();
    }

    @Test
    void eyesAreDrawnInBothThemesAndLanguages(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var context = AppContext.open(AppFolders.under(home), engine());
        Stage stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
        var chat = context.shell().features().chat();
        until(() -> chat.getState() instanceof ChatState.Ready);
        ask(chat);
        FxToolkit.setupFixture(() -> context.shell().toggleInspector());
        for (var theme : List.of(Theme.LIGHT, Theme.DARK)) {
            for (var language : List.of(Language.EN, Language.KO)) {
                FxToolkit.setupFixture(() -> {
                    context.shell().features().settings().choose(theme);
                    context.shell().features().settings().choose(language);
                });
                draw(stage, theme + "-" + language);
            }
        }
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-viewer.png")));
    }

    private static void ask(ChatViewModel chat) throws Exception {
        FxToolkit.setupFixture(() -> {
            chat.draft()
                    .addFiles(List.of(SAMPLES.resolve("cat.jpg"), SAMPLES.resolve("rocket.jpg")));
            chat.draft().textProperty().set("What is in picture 1?");
        });
        until(() ->
                chat.draft().pictures().stream().allMatch(p -> p.getPicture().isPresent())
                        && chat.blockerProperty().get().isEmpty());
        FxToolkit.setupFixture(chat::send);
        until(() -> chat.getState() instanceof ChatState.Ready && chat.turns().size() == 2);
    }

    private static void draw(Stage stage, String look) throws Exception {
        FxToolkit.setupFixture(() -> button(stage, ".acts .button", "?").fire());
        until(() -> stage.getScene().getRoot().lookup(".grounding-lines") != null);
        for (int width : List.of(1280, 1000)) {
            FxToolkit.setupFixture(() -> {
                stage.setWidth(width);
                stage.setHeight(width * 5 / 8.0);
            });
            write(stage, look + "-sight-" + width);
        }
        FxToolkit.setupFixture(() -> button(stage, ".picture-button", "").fire());
        until(() -> stage.getScene().getRoot().lookup(".picture-viewer").isVisible());
        write(stage, look + "-viewer");
        FxToolkit.setupFixture(() -> {
            var tools = stage.getScene().getRoot().lookupAll(".viewer-tools > .button");
            ((Button) List.copyOf(tools).getLast()).fire();
        });
    }

    private static Button button(Stage stage, String selector, String end) {
        return stage.getScene().getRoot().lookupAll(selector).stream()
                .map(Button.class::cast)
                .filter(button -> String.valueOf(button.getAccessibleText()).endsWith(end))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + selector));
    }

    private static void write(Stage stage, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        60_000, () -> stage.getScene().getRoot().snapshot(null, null));
        var file = SCREENS.resolve(name.toLowerCase(Locale.ROOT) + ".png");
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(
                120, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition).get());
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static AppContext.Engine engine() {
        return new AppContext.Engine(
                new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                (model, _, _) ->
                        new ScriptedAssistant(model.name())
                                .says(ANSWER)
                                .sees(
                                        Map.of(
                                                "tabby",
                                                1.4,
                                                "cat",
                                                5.3,
                                                "straight",
                                                -1.2,
                                                "camera",
                                                0.9,
                                                "고양이가",
                                                4.1,
                                                "카메라를",
                                                1.1)),
                new FakeTraining(),
                new FakeMachine());
    }
}
