package dev.nunchi.app.ui.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.theme.Appearance;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import javax.imageio.ImageIO;

/// Draws the panel into `target/screens/generate`, for eyes to judge.
@Tag("slow")
class GenerateScreensTest {
    private static final Path SCREENS = Path.of("target", "screens", "generate");

    static {
        Headless.prepare();
    }

    @TempDir private Path folder;

    @Test
    void panelIsDrawnInBothThemesAndLanguages() throws Exception {
        Files.createDirectories(SCREENS);
        draw(Theme.LIGHT, Language.EN, TeachingLanguage.EN);
        draw(Theme.DARK, Language.KO, TeachingLanguage.KO);
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-ended.png")));
    }

    private void draw(Theme theme, Language language, TeachingLanguage written) throws Exception {
        Path home = Files.createDirectory(folder.resolve(theme.name()));
        try (var fixture = new GenerateFixture(home, TestJobs.direct(home), written)) {
            var page = fixture.page;
            var stage = FxToolkit.registerPrimaryStage();
            FxToolkit.setupFixture(() -> show(stage, page, theme, language));
            String look = theme + "-" + language;
            write(stage, look + "-empty");
            FxToolkit.setupFixture(() -> {
                page.choose(fixture.source);
                page.showPreview();
            });
            write(stage, look + "-preview");
            FxToolkit.setupFixture(page::start);
            write(stage, look + "-ended");
        }
    }

    private static void show(Stage stage, GenerateViewModel page, Theme theme, Language language) {
        var appearance = new Appearance();
        appearance.themeProperty().set(theme);
        var view = new GenerateView(page, Messages.of(language));
        var root = new StackPane(view);
        root.getStyleClass().add("root");
        var scene = new Scene(appearance.root(root), 1000, 740);
        appearance.dress(scene);
        stage.setScene(scene);
        stage.show();
    }

    /// The whole column, of which the window shows a part.
    private static void write(Stage stage, String name) throws IOException {
        WaitForAsyncUtils.waitForFxEvents(20);
        var view = (ScrollPane) stage.getScene().lookup("#generate-page");
        var parameters = new SnapshotParameters();
        parameters.setFill(name.startsWith(Theme.DARK.name()) ? Color.gray(0.1) : Color.WHITE);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        30_000, () -> view.getContent().snapshot(parameters, null));
        var file = SCREENS.resolve(name.toLowerCase(Locale.ROOT) + ".png").toFile();
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file);
    }
}
