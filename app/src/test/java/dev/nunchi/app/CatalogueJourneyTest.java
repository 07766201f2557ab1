package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.Catalogue;
import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download;
import dev.nunchi.app.download.TestHub;
import dev.nunchi.app.download.TestHub.Fault;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.shell.Page;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// A model is downloaded by keys, from a server that stalls, lies and breaks off.
@Tag("ui")
class CatalogueJourneyTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final String WEIGHTS = "model.safetensors";
    private static final byte[] CONTENT = TestHub.bytes(7, 400_000);
    private static final int HALF = CONTENT.length / 2;
    private static final CatalogueModel MODEL =
            Catalogue.bundled().models().stream()
                    .filter(model -> model.id().equals("llava-onevision-7b"))
                    .findFirst()
                    .orElseThrow();

    static {
        Headless.prepare();
    }

    private final FxRobot robot = new FxRobot();
    private final AtomicReference<byte[]> imported = new AtomicReference<>(new byte[0]);
    private AppFolders folders;
    private TestHub hub;
    private AppContext context;
    private Stage stage;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        byte[] config = "{}".getBytes(StandardCharsets.US_ASCII);
        hub =
                new TestHub(
                        MODEL.repository(),
                        Map.of("config.json", config, "tokenizer.json", config, WEIGHTS, CONTENT));
        folders = AppFolders.under(home);
        folders.create();
        var catalog = new FakeCatalog(FakeCatalog.BUNDLED);
        catalog.whileImporting((_, _) -> imported.set(read(received(WEIGHTS))));
        context =
                AppContext.open(
                        folders,
                        new AppContext.Engine(
                                catalog,
                                (model, _, _) -> new ScriptedAssistant(model.name()),
                                new FakeTraining(),
                                new FakeMachine()));
        stage = FxToolkit.registerPrimaryStage();
        FxToolkit.setupFixture(() -> {
            new AppWindow(context, _ -> {}).show(stage);
            var settings = context.shell().features().settings();
            settings.choose(Language.EN);
            settings.change(now -> now.withMirror(Optional.of(hub.address().toString())));
            context.shell().show(Page.MODELS);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.setupFixture(() -> {
            stage.hide();
            context.close();
        });
        hub.close();
    }

    @Test
    void modelIsWholeInTheEndWhateverTheServerDoes() throws Exception {
        hub.disturb(WEIGHTS, List.of(Fault.STALL, Fault.LIE, Fault.CUT));
        press(act());
        assertEquals(0, hub.requests(), "nothing is asked before the person allows it");
        press((Button) stage.getScene().lookup("#catalogue-allow"));

        // The server has fallen silent halfway: the person pauses, and what came is kept.
        await(() -> sizeOf(part()) == HALF);
        awaitAct("Pause");
        press(act());
        awaitAct("Go on");
        assertEquals(HALF, sizeOf(part()));

        // The rest is asked for and is not what was published.
        press(act());
        await(() -> state().filter(Download.State.Failed.class::isInstance).isPresent());
        awaitAct("Go on");
        assertTrue(progress().getStyleClass().contains("danger-text"), progress().getText());
        assertTrue(progress().getText().contains(WEIGHTS), progress().getText());
        assertFalse(Files.exists(part()), "what is known to be wrong is not kept");

        // Broken off once more, and gone on with by itself.
        press(act());
        await(() -> context.shell().features().models().cards().size() == 2);
        assertEquals(List.of(0, HALF, 0, HALF), hub.asked(WEIGHTS));
        assertArrayEquals(CONTENT, imported.get());
        await(() -> !Files.exists(received(WEIGHTS)));
        assertTrue(robot.from(card()).lookup(".tag").query().isVisible());
    }

    private Path received(String name) {
        return folders.downloads().resolve(MODEL.id()).resolve(name);
    }

    private Path part() {
        return received(WEIGHTS + ".part");
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Download.State> state() {
        return context.shell().features().catalogue().cardsProperty().get().stream()
                .filter(card -> card.model().equals(MODEL))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private Node card() {
        return stage.getScene().lookup("#catalogue-" + MODEL.id());
    }

    private Button act() {
        return robot.from(card()).lookup(".catalogue-act").queryButton();
    }

    private Label progress() {
        return (Label) robot.from(card()).lookup(".catalogue-progress .label").query();
    }

    private void awaitAct(String words) throws TimeoutException {
        await(() -> act().isVisible() && act().getText().equals(words));
    }

    private void press(Button button) {
        robot.interact(button::requestFocus);
        robot.type(KeyCode.SPACE);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void await(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition::getAsBoolean);
    }
}
