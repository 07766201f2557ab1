package dev.nunchi.app.ui.compare;

import static dev.nunchi.app.ui.compare.CompareFixture.CATS;
import static dev.nunchi.app.ui.compare.CompareFixture.DEFAULT;
import static dev.nunchi.app.ui.compare.CompareFixture.LARGE;
import static dev.nunchi.app.ui.compare.CompareFixture.REMOTE;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.task.Boundary;
import dev.nunchi.app.task.ErrorReports;
import dev.nunchi.app.task.FxJobRunner;
import dev.nunchi.app.testing.FakeKeyring;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.ui.settings.EndpointsCard;
import dev.nunchi.app.ui.settings.EndpointsViewModel;
import dev.nunchi.app.ui.settings.SettingsView;
import dev.nunchi.app.ui.theme.Appearance;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
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
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.imageio.ImageIO;

/// Draws a comparison into `target/screens`, in all its states, wide and narrow.
@Tag("slow")
class CompareScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final Path SAMPLES = Path.of("..", "assets", "samples");
    private static final int WIDE = 1032;
    private static final int NARROW = 664;
    private static final String QUESTION =
            "이 사진에서 고양이는 무엇을 하고 있나요? What is the cat in the picture doing?";
    private static final String LONG =
            """
            고양이 한 마리가 햇볕이 드는 창가에 앉아 **카메라를 똑바로** 바라보고 있어요. 털은 갈색 줄무늬이고, \
            가슴과 앞발은 하얀색이에요. 뒤로는 화분 두 개와 읽다 만 책이 보이고, 커튼 사이로 들어온 빛이 등에 닿아 \
            털 끝이 금빛으로 빛나요.

            - 표정은 편안해 보여요.
            - 귀는 앞쪽을 향하고 있어서 소리에 귀를 기울이는 것 같아요.
            """;

    static {
        Headless.prepare();
    }

    private record Look(Theme theme, Language language, int width) {
        String file(String what) {
            return (theme + "-" + language + "-compare-" + what + "-" + width)
                            .toLowerCase(Locale.ROOT)
                    + ".png";
        }
    }

    @Test
    void comparisonIsDrawn(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        Stage stage = FxToolkit.registerPrimaryStage();
        draw(home.resolve("a"), stage, new Look(Theme.LIGHT, Language.EN, WIDE));
        draw(home.resolve("b"), stage, new Look(Theme.DARK, Language.KO, NARROW));
        draw(home.resolve("c"), stage, new Look(Theme.LIGHT, Language.KO, WIDE));
        draw(home.resolve("d"), stage, new Look(Theme.DARK, Language.EN, NARROW));
        FxToolkit.setupFixture(stage::close);
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-compare-shown-664.png")));
    }

    private static void draw(Path home, Stage stage, Look look) throws Exception {
        Files.createDirectories(home);
        var messages = Messages.of(look.language());
        var jobs = new FxJobRunner(new Boundary(messages, new ErrorReports(home)));
        try (var app = new CompareFixture(home, jobs)) {
            var around = new CompareView.Surroundings(_ -> {}, () -> {});
            var view =
                    WaitForAsyncUtils.waitForAsyncFx(
                            60_000, () -> new CompareView(app.compare, messages, around));
            var appearance = new Appearance();
            appearance.themeProperty().set(look.theme());
            var question = app.ask(QUESTION, SAMPLES.resolve("cat.jpg"));
            var drawn = new CountDownLatch(1);
            var pieces = new AtomicInteger();
            app.script(DEFAULT).says(() -> holdSecond(pieces, drawn), LONG, "\n");
            app.script(LARGE).says("A cat sits at the window and looks at the camera.");
            FxToolkit.setupFixture(() -> {
                app.compare.agree(app.server.endpoint("lab", ""));
                show(stage, view, appearance, look.width());
                app.compare.compare(question);
            });
            until(() -> app.compare.canStart());
            write(stage, look, "choosing");
            FxToolkit.setupFixture(() -> app.choose(DEFAULT, LARGE, REMOTE));
            until(() -> !app.compare.outgoing().pictures().isEmpty());
            write(stage, look, "leaving");
            FxToolkit.setupFixture(() -> app.choose(DEFAULT, LARGE));
            FxToolkit.setupFixture(app.compare::start);
            until(() ->
                    app.compare.columns().stream().anyMatch(column -> !column.getText().isEmpty()));
            write(stage, look, "running");
            drawn.countDown();
            until(() -> app.compare.getState() == CompareState.SHOWN);
            write(stage, look, "shown");
            drawFour(app, stage, look);
            drawServers(app, stage, look);
        }
    }

    private static void holdSecond(AtomicInteger pieces, CountDownLatch latch) {
        try {
            if (pieces.getAndIncrement() > 0 && !latch.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nobody drew the screen");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drawFour(CompareFixture app, Stage stage, Look look) throws Exception {
        app.script(DEFAULT).says("고양이예요.").says(LONG);
        app.script(LARGE).says("A cat.");
        app.server.responds(429, "text/plain", "slow down");
        FxToolkit.setupFixture(() -> {
            app.compare.again();
            app.compare.blindProperty().set(true);
            app.choose(DEFAULT, CATS, LARGE, REMOTE);
            app.compare.start();
        });
        until(() -> app.compare.getState() == CompareState.VOTING);
        write(stage, look, "voting");
        FxToolkit.setupFixture(() ->
                app.compare.vote(
                        app.compare.columns().stream()
                                .filter(column -> column.answer().isPresent())
                                .findFirst()));
        until(() -> !app.compare.tallyProperty().get().isEmpty());
        write(stage, look, "named");
    }

    private static void drawServers(CompareFixture app, Stage stage, Look look) throws Exception {
        var endpoints =
                new EndpointsViewModel(app.settings, app.remote, new FakeKeyring(), app.jobs);
        var card = new EndpointsCard(endpoints, Messages.of(look.language()));
        card.getStylesheets()
                .add(
                        Objects.requireNonNull(SettingsView.class.getResource("settings.css"))
                                .toExternalForm());
        var appearance = new Appearance();
        appearance.themeProperty().set(look.theme());
        FxToolkit.setupFixture(() -> {
            show(stage, new StackPane(card), appearance, look.width());
            endpoints.add();
            endpoints.addressProperty().set("http://192.168.0.12:8080");
        });
        write(stage, look, "servers");
    }

    private static void show(Stage stage, Parent view, Appearance appearance, int width) {
        var scene = new Scene(view, width, 800);
        appearance.dress(scene);
        stage.setScene(scene);
        stage.show();
    }

    private static void write(Stage stage, Look look, String what) throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        60_000, () -> stage.getScene().getRoot().snapshot(null, null));
        ImageIO.write(
                SwingFXUtils.fromFXImage(image, null),
                "png",
                SCREENS.resolve(look.file(what)).toFile());
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(
                120, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition).get());
    }
}
