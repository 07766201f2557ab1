package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.train.ComparisonState;
import dev.nunchi.app.ui.train.DataState;
import dev.nunchi.app.ui.train.EstimateState;
import dev.nunchi.app.ui.train.RunState;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.StepReport;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.stage.Stage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// From a folder of pictures with captions to a chat with the tuned model, in the real window with
/// the real engine and the default model. Draws its way into `target/screens/journey`.
///
/// The pictures are drawn here; `-Dnunchi.journey=FOLDER` takes a person's own.
@Tag("slow")
class RealTrainingTest {
    private static final Path SCREENS = Path.of("target", "screens", "journey");
    private static final int PICTURES = 40;
    private static final int SIDE = 224;
    private static final String EPOCHS = System.getProperty("nunchi.journey.epochs", "2");
    private static final int SHORT_SECONDS = 120;
    private static final int LONG_SECONDS = 1500;
    private static final Map<String, Color> COLOURS =
            Map.of(
                    "red", new Color(0xC8, 0x3C, 0x32),
                    "blue", new Color(0x2F, 0x5D, 0xA8),
                    "green", new Color(0x3C, 0x8D, 0x4F),
                    "yellow", new Color(0xE2, 0xB4, 0x2C));

    static {
        Headless.prepare();
    }

    @TempDir private Path home;
    private AppContext context;
    private Stage stage;

    @Test
    void folderOfPicturesBecomesChatWithTheTunedModel() throws Exception {
        assumeTrue(Assets.folder().isPresent(), "the default model is not there");
        Files.createDirectories(SCREENS);
        var given = System.getProperty("nunchi.journey");
        var data = given == null ? shapes(home.resolve("shapes")) : Path.of(given);
        open();
        await(SHORT_SECONDS, () -> chat() instanceof ChatState.Ready);
        act(() -> page().data().choose(data));
        await(SHORT_SECONDS, () -> page().data().stateProperty().get() instanceof DataState.Ready);
        await(SHORT_SECONDS, () -> page().data().previewProperty().get().isPresent());
        draw("1-data", "");
        fire("train-continue");
        act(() -> ((TextField) stage.getScene().lookup("#train-epochs")).setText(EPOCHS));
        await(
                LONG_SECONDS,
                () -> page().settings().estimateProperty().get() instanceof EstimateState.Known);
        draw("2-settings", "");
        draw("2-estimate", "#train-estimate");
        fire("train-start");
        await(LONG_SECONDS, () -> stepsMade() >= 2);
        fire("train-pause");
        assertTrue(page().run().stateProperty().get() instanceof RunState.Paused);
        draw("3-paused", "");
        fire("train-proceed");
        await(LONG_SECONDS, () -> stepsMade() >= 4);
        act(() -> page().run().stop());
        await(LONG_SECONDS, () -> !page().run().isActive());
        draw("4-stopped", "");
        await(SHORT_SECONDS, () -> !page().runs().isEmpty());
        act(() -> page().resume(page().runs().getFirst()));
        await(SHORT_SECONDS, () -> page().run().isActive());
        await(LONG_SECONDS, () -> !page().run().isActive());
        assertEquals(
                List.of(RunEnd.COMPLETED),
                page().run().stateProperty().get() instanceof RunState.Ended(var result)
                        ? List.of(result.end())
                        : List.of(page().run().stateProperty().get()));
        draw("5-finished", "");
        draw("5-samples", "#train-samples");
        compare(data);
        useInChat(data);
        close();
    }

    private void compare(Path data) throws Exception {
        act(() -> page().comparison().choose(firstPicture(data)));
        await(SHORT_SECONDS, () -> page().comparison().canAsk());
        fire("train-ask");
        await(
                LONG_SECONDS,
                () -> page().comparison().stateProperty().get() instanceof ComparisonState.Voting);
        draw("6-voting", "#train-comparison");
        fire(betterAnswer(data));
        await(
                SHORT_SECONDS,
                () ->
                        page().comparison().stateProperty().get()
                                instanceof ComparisonState.Revealed);
        assertEquals(1, page().comparison().tallyProperty().get().all());
        draw("7-revealed", "#train-comparison");
    }

    /// The button for the answer that names more words of the picture's file name, as
    /// `blue-circle-00.png`.
    private String betterAnswer(Path data) {
        var words = firstPicture(data).getFileName().toString().split("\\W");
        int left = named(0, words);
        int right = named(1, words);
        if (left == right) {
            return "train-vote-neither";
        }
        return left > right ? "train-vote-left" : "train-vote-right";
    }

    private int named(int place, String... words) {
        var answer = page().comparison().answerProperty(place).get();
        return (int) Stream.of(words).filter(answer::contains).count();
    }

    private Path firstPicture(Path otherwise) {
        return page().data().stateProperty().get() instanceof DataState.Ready ready
                ? ready.dataset().samples().getFirst().picture().orElseThrow()
                : otherwise;
    }

    private void useInChat(Path data) throws Exception {
        var tuned = page().comparison().modelProperty().get().orElseThrow();
        fire("train-use");
        await(
                LONG_SECONDS,
                () ->
                        context.shell()
                                .features()
                                .active()
                                .adapterProperty()
                                .get()
                                .filter(tuned.made()::equals)
                                .isPresent());
        await(LONG_SECONDS, () -> chat() instanceof ChatState.Ready);
        assertEquals(Page.CHAT, context.shell().pageProperty().get());
        var draft = context.shell().features().chat().draft();
        act(() -> draft.addFiles(List.of(firstPicture(data))));
        await(
                SHORT_SECONDS,
                () -> context.shell().features().chat().draft().pictures().size() == 1);
        act(() -> draft.textProperty().set("What is this a picture of?"));
        await(
                SHORT_SECONDS,
                () -> context.shell().features().chat().blockerProperty().get().isEmpty());
        act(() -> context.shell().features().chat().send());
        await(
                LONG_SECONDS,
                () ->
                        chat() instanceof ChatState.Ready
                                && context.shell().features().chat().turns().size() == 2);
        assertFalse(
                context.shell().features().chat().turns().getLast().textProperty().get().isBlank());
        draw("8-chat", "");
    }

    private void open() throws Exception {
        var folders = AppFolders.under(home.resolve("home"));
        folders.create();
        context = AppContext.open(folders, AppContext.Engine.in(folders));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            new AppWindow(context, _ -> {}).show(stage);
            stage.setWidth(1280);
            stage.setHeight(800);
            context.shell().features().settings().choose(Theme.LIGHT);
            context.shell().features().settings().choose(Language.EN);
            context.shell().show(Page.TRAIN);
        });
    }

    private void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            stage.close();
            context.close();
        });
    }

    private TrainViewModel page() {
        return context.shell().features().train();
    }

    private long stepsMade() {
        return page().run().lastStepProperty().get().map(StepReport::step).orElse(0L);
    }

    private ChatState chat() {
        return context.shell().features().chat().getState();
    }

    private void fire(String id) throws TimeoutException {
        FxToolkit.setupFixture(() -> ((ButtonBase) stage.getScene().lookup("#" + id)).fire());
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static void act(Runnable act) throws TimeoutException {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static void await(int seconds, BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                seconds,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.waitForAsyncFx(10_000, condition::getAsBoolean));
    }

    private void draw(String name, String target) throws Exception {
        FxToolkit.setupFixture(() -> scrollTo(target));
        // Thumbnails come a moment later.
        TimeUnit.MILLISECONDS.sleep(500);
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        10_000, () -> stage.getScene().getRoot().snapshot(null, null));
        ImageIO.write(
                SwingFXUtils.fromFXImage(image, null),
                "png",
                SCREENS.resolve(name + ".png").toFile());
    }

    private void scrollTo(String target) {
        var pane = (ScrollPane) stage.getScene().lookup("#train-page .page");
        var content = pane.getContent();
        double room = content.getLayoutBounds().getHeight() - pane.getViewportBounds().getHeight();
        double top = 0;
        if (!target.isEmpty()) {
            Node node = stage.getScene().lookup(target);
            top = content.sceneToLocal(node.localToScene(node.getBoundsInLocal())).getMinY() - 24;
        }
        pane.setVvalue(room <= 0 ? 0 : Math.clamp(top / room, 0, 1));
    }

    /// One coloured shape on a plain ground each, with a sentence about it.
    private static Path shapes(Path folder) throws IOException {
        Files.createDirectories(folder);
        var random = new Random(7);
        var rows = new ArrayList<String>();
        var names = COLOURS.keySet().stream().sorted().toList();
        for (int i = 0; i < PICTURES; i++) {
            String colour = names.get(i % names.size());
            String shape = List.of("circle", "square", "triangle").get(i % 3);
            String file = "%s-%s-%02d.png".formatted(colour, shape, i);
            ImageIO.write(
                    shape(COLOURS.get(colour), shape, random),
                    "png",
                    folder.resolve(file).toFile());
            rows.add(
                    "{\"image\":\"%s\",\"caption\":\"A %s %s on a plain ground.\"}"
                            .formatted(file, colour, shape));
        }
        Files.write(folder.resolve("captions.jsonl"), rows);
        return folder;
    }

    private static BufferedImage shape(Color colour, String shape, Random random) {
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(0xF3, 0xF1, 0xED));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(colour);
        double size = 90 + random.nextInt(70);
        double x = random.nextDouble() * (SIDE - size);
        double y = random.nextDouble() * (SIDE - size);
        graphics.fill(
                switch (shape) {
                    case "circle" -> new Ellipse2D.Double(x, y, size, size);
                    case "square" -> new Rectangle2D.Double(x, y, size, size);
                    default -> triangle(x, y, size);
                });
        graphics.dispose();
        return image;
    }

    private static Path2D triangle(double x, double y, double size) {
        var path = new Path2D.Double();
        path.moveTo(x + size / 2, y);
        path.lineTo(x + size, y + size);
        path.lineTo(x, y + size);
        path.closePath();
        return path;
    }
}
