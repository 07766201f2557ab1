package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.curate.CurateState;
import dev.nunchi.app.ui.curate.CurateViewModel;
import dev.nunchi.app.ui.curate.DataTab;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.engine.data.SampleType;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.control.ScrollPane;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;

/// Draws every state of the data page into `target/screens/data`, for eyes to judge.
@Tag("slow")
class CurateScreensTest {
    private static final Path SCREENS = Path.of("target", "screens", "data");
    private static final List<int[]> SIZES =
            List.of(new int[] {1280, 800}, new int[] {1000, 700}, new int[] {720, 640});
    private static final long PATIENCE_SECONDS = 60;

    static {
        Headless.prepare();
    }

    @TempDir private Path home;
    private AppContext context;
    private Stage stage;
    private String look = "";

    @Test
    void everyStateIsDrawnInBothThemesAndLanguages() throws Exception {
        Files.createDirectories(SCREENS);
        drawAll(Theme.LIGHT, Language.EN);
        drawAll(Theme.DARK, Language.KO);
        drawAll(Theme.LIGHT, Language.KO);
        drawAll(Theme.DARK, Language.EN);
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-review-1280x800.png")));
    }

    private void drawAll(Theme theme, Language language) throws Exception {
        look = theme + "-" + language;
        open(theme, language);
        draw("empty");
        act(() -> page().show(DataTab.STATISTICS));
        draw("no-statistics");
        Path folder = Files.createTempDirectory(home, "rows");
        Path file = ReviewFile.write(folder, many(folder));
        act(() -> page().open(file));
        await(() -> page().stateProperty().get() instanceof CurateState.Reviewing);
        settle();
        draw("review");
        act(() -> page().queue().edit());
        draw("edit");
        act(() -> page().queue().cancelEdit());
        act(() -> page().queue().accept());
        settle();
        act(() -> page().queue().next());
        settle();
        draw("korean-row");
        act(() -> page().queue().reject());
        settle();
        act(() -> page().queue().next());
        settle();
        draw("long-row");
        act(() -> page().queue().filter(ReviewFilter.ALL.withWords("zebra")));
        settle();
        draw("nothing");
        act(() -> page().queue().filter(ReviewFilter.ALL.withWords("coffee")));
        settle();
        act(() -> page().queue().rejectAll());
        settle();
        draw("batch");
        act(() -> page().become("Bora Kim"));
        settle();
        act(() -> page().queue().acceptAll());
        settle();
        draw("done");
        act(() -> page().show(DataTab.STATISTICS));
        settle();
        draw("statistics");
        act(() -> scroll().setVvalue(1));
        draw("statistics-end");
        act(() -> page().show(DataTab.REVIEW));
        Files.delete(ReviewFile.picture(folder, "rocket"));
        act(() -> page().queue().filter(ReviewFilter.ALL.withWords("로켓이")));
        settle();
        draw("no-picture");
        act(() -> page().open(home.resolve("gone.json")));
        settle();
        draw("failed");
        close();
    }

    private ScrollPane scroll() {
        return (ScrollPane) stage.getScene().lookup("#curate-statistics");
    }

    /// The four rows, one with a long text and many boxes, and enough to count.
    private static List<InstructionRow> many(Path folder) {
        var rows = new ArrayList<>(ReviewFile.rows(folder));
        var picture = ReviewFile.picture(folder, "astronaut").toAbsolutePath().normalize();
        var boxes = new ArrayList<Box>();
        for (int i = 0; i < 12; i++) {
            int row = i / 4;
            double x = 0.05 + 0.22 * (i % 4);
            double y = 0.08 + 0.3 * row;
            boxes.add(new Box(i % 3 == 0 ? "astronaut" : "button", x, y, x + 0.15, y + 0.2));
        }
        rows.add(
                ReviewFile.row(
                        "a-very-long-identifier-of-forty-characters",
                        new Scene(
                                picture,
                                List.of(
                                        "An astronaut in an orange suit smiles in front of a flag"
                                                + " and a model of the space shuttle, and more.",
                                        "A woman.",
                                        "A portrait that was taken for the mission."),
                                boxes),
                        SampleType.COMPLEX,
                        "Why might the astronaut be smiling, and what does the picture tell about"
                                + " her work, her training and the people around her?",
                        "The astronaut wears an orange suit, as crews did at launch. "
                                .repeat(14)
                                .strip()));
        for (int i = 0; i < 36; i++) {
            var like = rows.get(i % 4);
            rows.add(
                    ReviewFile.row(
                            "more-" + i,
                            like.scene(),
                            like.type(),
                            "Question number " + i + "?",
                            "word ".repeat(3 + i * i % 60).strip() + "."));
        }
        return rows;
    }

    private CurateViewModel page() {
        return context.shell().features().curate();
    }

    private void open(Theme theme, Language language) throws Exception {
        var folders = AppFolders.under(Files.createTempDirectory(home, "home"));
        folders.create();
        context =
                AppContext.open(
                        folders,
                        new AppContext.Engine(
                                new FakeCatalog(FakeCatalog.BUNDLED),
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                new FakeTraining(),
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            new AppWindow(context, _ -> {}).show(stage);
            var choices = context.shell().features().settings();
            choices.choose(theme);
            choices.choose(language);
            context.shell().show(Page.DATA);
            page().become("Ann");
        });
        settle();
    }

    private void close() throws Exception {
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
    }

    private static void act(Runnable act) throws Exception {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    private static void await(BooleanSupplier there) throws Exception {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, there::getAsBoolean);
    }

    private static void settle() throws InterruptedException {
        Thread.sleep(600);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    private void draw(String name) throws Exception {
        for (int[] size : SIZES) {
            FxToolkit.setupFixture(() -> {
                stage.setWidth(size[0]);
                stage.setHeight(size[1]);
            });
            WaitForAsyncUtils.waitForFxEvents(10);
            var image =
                    WaitForAsyncUtils.waitForAsyncFx(
                            60_000, () -> stage.getScene().getRoot().snapshot(null, null));
            var file = "%s-%s-%dx%d.png".formatted(look, name, size[0], size[1]);
            ImageIO.write(
                    SwingFXUtils.fromFXImage(image, null),
                    "png",
                    SCREENS.resolve(file.toLowerCase(Locale.ROOT)).toFile());
        }
    }
}
