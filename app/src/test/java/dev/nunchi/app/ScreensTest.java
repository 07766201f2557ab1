package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.library.Row;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.engine.library.InstalledModel;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.transform.Scale;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/// Draws every page in every theme and language into `target/screens`, for eyes to judge.
@Tag("slow")
class ScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final Path SAMPLES = Path.of("..", "assets", "samples");
    private static final List<Size> SIZES =
            List.of(new Size(1280, 800, 1), new Size(1000, 700, 1), new Size(1280, 720, 2));

    static {
        Headless.prepare();
    }

    private record Size(int width, int height, int scale) {
        @Override
        public String toString() {
            return width * scale + "x" + height * scale;
        }
    }

    @Test
    void everyPageIsDrawnInEveryThemeAndLanguage(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var context = AppContext.open(seeded(home).folders(), engine());
        var stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> new AppWindow(context, _ -> {}).show(stage));
        settle();
        for (var theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
            for (var language : List.of(Language.EN, Language.KO)) {
                FxToolkit.setupFixture(() -> {
                    context.shell().features().settings().choose(theme);
                    context.shell().features().settings().choose(language);
                });
                drawPages(context, stage, theme + "-" + language);
            }
        }
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-settings-1280x800.png")));
    }

    private static void drawPages(AppContext context, Stage stage, String look) throws Exception {
        for (Size size : SIZES) {
            FxToolkit.setupFixture(() -> {
                stage.setWidth(size.width());
                stage.setHeight(size.height());
            });
            for (Page page : Page.values()) {
                FxToolkit.setupFixture(() -> context.shell().show(page));
                draw(stage.getScene(), look + "-" + page, size);
            }
            FxToolkit.setupFixture(() -> context.shell().newConversation());
            draw(stage.getScene(), look + "-welcome", size);
            long first = firstConversation(context);
            FxToolkit.setupFixture(() -> context.shell().features().library().open(first));
        }
    }

    private static long firstConversation(AppContext context) {
        return context.shell().features().library().rows().stream()
                .filter(Row.Item.class::isInstance)
                .map(Row.Item.class::cast)
                .findFirst()
                .orElseThrow()
                .conversation()
                .id();
    }

    private static void draw(Scene scene, String name, Size size) throws Exception {
        settle();
        var parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(size.scale(), size.scale()));
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        10_000, () -> scene.getRoot().snapshot(parameters, null));
        var file = name.toLowerCase(Locale.ROOT) + "-" + size + ".png";
        write(SwingFXUtils.fromFXImage(image, null), SCREENS.resolve(file));
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        ImageIO.write(image, "png", file.toFile());
    }

    private static void settle() {
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static SeededHome seeded(Path home) throws Exception {
        var seeded = new SeededHome(home);
        var cat = seeded.picture(SAMPLES.resolve("cat.jpg"));
        var rocket = seeded.picture(SAMPLES.resolve("rocket.jpg"));
        return seeded.with(Duration.ofDays(9), "How do I descale a kettle?", "With vinegar.")
                .with(Duration.ofDays(4), "이 사진에서 무엇이 보이나요? 자세히 설명해 주세요", "고양이예요.", cat)
                .with(
                        Duration.ofDays(1),
                        "Compare these two pictures for a poster",
                        "Both.",
                        rocket)
                .with(
                        Duration.ofMinutes(90),
                        "A very long title that cannot possibly fit into the narrow side bar",
                        "Yes.")
                .with(
                        Duration.ofMinutes(5),
                        "What is in this picture?",
                        "A **tabby cat** looks straight at the camera. Its whiskers are long and"
                                + " white, and the background is out of focus.\n\n"
                                + "- green eyes\n- a pink nose\n- striped fur\n",
                        cat);
    }

    private static AppContext.Engine engine() {
        var huge =
                new InstalledModel(
                        "llava-next-34b-instruct-preview-q6-k",
                        Path.of("huge"),
                        InstalledModel.Origin.IMPORTED,
                        28_000_000_000L,
                        "CLIP ViT-L/14-336 + Llama, 60 layers");
        return new AppContext.Engine(
                new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED, huge),
                (model, _, _) -> new ScriptedAssistant(model.name()),
                new FakeTraining(),
                new FakeMachine());
    }
}
