package dev.nunchi.app.ui.catalogue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.Catalogue;
import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download.State;
import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.app.download.DownloadProgress;
import dev.nunchi.app.download.DownloadProgress.Activity;
import dev.nunchi.app.download.ModelDownloads.Downloaded;
import dev.nunchi.app.download.ModelDownloads.ReceivedFile;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.theme.Appearance;
import dev.nunchi.app.ui.theme.PagePane;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.imageio.ImageIO;

/// Draws the catalogue and a card in each state, in every theme and language, for eyes to judge.
@Tag("slow")
class CatalogueScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final int WIDTH = 800;
    private static final long MEMORY = 16_700_000_000L;
    private static final List<CatalogueModel> MODELS = Catalogue.bundled().models();

    static {
        Headless.prepare();
    }

    @TempDir private Path home;

    @Test
    void everyStateIsDrawnInEveryThemeAndLanguage() throws Exception {
        Files.createDirectories(SCREENS);
        FxToolkit.registerPrimaryStage();
        for (var theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
            for (var language : List.of(Language.EN, Language.KO)) {
                var messages = Messages.of(language);
                String look = theme + "-" + language;
                draw(theme, look + "-catalogue", 1700, () -> catalogue(messages));
                draw(theme, look + "-catalogue-states", 1300, () -> states(messages));
            }
        }
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-catalogue-states.png")));
    }

    private Parent catalogue(Messages messages) {
        var viewModel = viewModel();
        viewModel.get(MODELS.getFirst());
        return page(new CatalogueView(viewModel, messages));
    }

    private Parent states(Messages messages) {
        var viewModel = viewModel();
        var cards = new VBox(12);
        for (var state : all()) {
            var model = MODELS.get(cards.getChildren().size() % MODELS.size());
            var card = new CatalogueCard(model, Optional.of(state), false, MEMORY);
            cards.getChildren().add(new CatalogueCardView(card, viewModel, messages));
        }
        var section = new CatalogueView(viewModel, messages);
        section.getChildren().setAll(cards);
        return page(section);
    }

    private static List<State> all() {
        var files =
                List.of(
                        new ReceivedFile("config.json", 1000, false),
                        new ReceivedFile("model.safetensors", 1_790_000_000, true));
        return List.of(
                new State.Waiting(),
                new State.Running(
                        new DownloadProgress(
                                Activity.RECEIVING,
                                "model-00002-of-00004.safetensors",
                                2_104_000_000L,
                                4_990_000_000L,
                                8_300_000)),
                new State.Running(
                        new DownloadProgress(
                                Activity.WAITING,
                                "model-00002-of-00004.safetensors",
                                2_104_000_000L,
                                4_700_000_000L,
                                0)),
                new State.Paused(),
                new State.Failed(
                        new DownloadException(
                                Reason.WRONG_CHECKSUM,
                                "model-00002-of-00004.safetensors",
                                "differs")),
                new State.Finished(new Downloaded(Path.of("x"), files)));
    }

    private CatalogueViewModel viewModel() {
        return new CatalogueViewModel(
                new CatalogueViewModel.Services(
                        DownloadService.in(AppFolders.under(home), Settings::defaults),
                        new Installed()),
                new NotYet(),
                TestJobs.direct(home),
                MEMORY);
    }

    private static Parent page(Parent content) {
        var page = new PagePane("");
        page.setStyle("-fx-background-color: -n-bg");
        page.add(content);
        return page;
    }

    private interface Content {
        Parent make();
    }

    /// Without a window: it could not be as high.
    private static void draw(Theme theme, String name, int height, Content content)
            throws Exception {
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        60_000,
                        () -> {
                            var scene = new Scene(content.make(), WIDTH, height);
                            var appearance = new Appearance();
                            appearance.themeProperty().set(theme);
                            appearance.dress(scene);
                            return scene.snapshot(null);
                        });
        write(name, SwingFXUtils.fromFXImage(image, null));
    }

    private static void write(String name, BufferedImage image) throws IOException {
        ImageIO.write(
                image, "png", SCREENS.resolve(name.toLowerCase(Locale.ROOT) + ".png").toFile());
    }

    /// The second model of the catalogue is there.
    private static final class Installed implements Library {
        @Override
        public ObservableValue<List<String>> names() {
            return new ReadOnlyObjectWrapper<>(List.of(MODELS.get(1).id()));
        }

        @Override
        public ObservableValue<Optional<String>> imported() {
            return new ReadOnlyObjectWrapper<>(Optional.empty());
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public void add(Path folder) {}
    }

    /// The person has not said yet that the network may be used.
    private static final class NotYet implements CatalogueViewModel.Permission {
        @Override
        public boolean isGiven() {
            return false;
        }

        @Override
        public void give() {}
    }
}
