package dev.nunchi.app.ui.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.task.Boundary;
import dev.nunchi.app.task.ErrorReports;
import dev.nunchi.app.task.FxJobRunner;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Aim;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Kind;
import dev.nunchi.app.ui.theme.Appearance;
import dev.nunchi.engine.error.PictureException;

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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;

/// Draws every state of the page into `target/screens/evaluate`, for eyes to judge.
@Tag("slow")
class EvaluateScreensTest {
    private static final Path SCREENS = Path.of("target", "screens", "evaluate");
    private static final long PATIENCE_SECONDS = 120;

    static {
        Headless.prepare();
    }

    @TempDir private Path folder;
    private EvaluateFixture fixture;
    private EvaluateViewModel page;
    private Stage stage;
    private String look = "";

    @Test
    void everyStateIsDrawnInBothThemesAndLanguages() throws Exception {
        Files.createDirectories(SCREENS);
        drawAll(Theme.LIGHT, Language.EN);
        drawAll(Theme.DARK, Language.KO);
        assertTrue(Files.exists(SCREENS.resolve("dark-ko-judged.png")));
    }

    private void drawAll(Theme theme, Language language) throws Exception {
        look = theme + "-" + language;
        Path home = Files.createDirectory(folder.resolve(look));
        var messages = Messages.of(language);
        var jobs = new FxJobRunner(new Boundary(messages, new ErrorReports(home)));
        try (var opened = new EvaluateFixture(home, jobs)) {
            fixture = opened;
            page = opened.page;
            vote();
            stage = FxToolkit.registerPrimaryStage();
            FxToolkit.setupFixture(() -> show(messages, theme));
            drawForm();
            drawRun();
            drawFailure();
        }
        home = Files.createDirectory(folder.resolve(look + "-trusted"));
        try (var opened = new EvaluateFixture(home, jobs)) {
            fixture = opened;
            page = opened.page;
            FxToolkit.setupFixture(() -> show(messages, theme));
            drawResults();
        }
    }

    private void drawForm() throws Exception {
        draw("loading");
        act(page::refresh);
        await(() -> page.loadedProperty().get() && !page.votes().isEmpty());
        act(() -> page.order().kindProperty().set(Kind.BUILT));
        draw("empty");
        act(() -> page.order().aimProperty().set(Aim.ABLATION));
        draw("ablation");
        act(() -> {
            page.order().aimProperty().set(Aim.COMPARE);
            page.order().kindProperty().set(Kind.BENCHMARK);
            page.order().add(EvaluateFixture.LARGE);
            page.order().add(new Extra.Bare(EvaluateFixture.DEFAULT.model()));
            page.order().add(new Extra.Recorded(Path.of("answers of last week.jsonl")));
            page.order().judgeProperty().set(Optional.of(EvaluateFixture.SERVER));
            page.choose(fixture.benchmark);
        });
        await(() -> page.order().materialProperty().get() instanceof MaterialState.Ready);
        draw("ready");
        act(() -> page.order().extras().clear());
        act(() -> page.choose(fixture.folder.resolve("gone")));
        await(() -> page.problemProperty().get().isPresent());
        draw("problem");
        act(() -> page.choose(fixture.benchmark));
        await(() -> page.order().materialProperty().get() instanceof MaterialState.Ready);
    }

    private void drawRun() throws Exception {
        fixture.server.says("7 7");
        var gate = new CountDownLatch(1);
        var script = fixture.script(EvaluateFixture.DEFAULT.model());
        for (int i = 0; i < 4; i++) {
            script.says("A cat.");
        }
        script.says(() -> hold(gate), "A cat.");
        act(page::start);
        await(() -> script.asked().size() == 5);
        draw("running");
        act(page::pause);
        draw("pausing");
        gate.countDown();
        await(() -> page.stateProperty().get() instanceof EvaluateState.Paused);
        draw("paused");
    }

    private static void hold(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void drawFailure() throws Exception {
        fixture.script(EvaluateFixture.DEFAULT.model())
                .fails(new PictureException("cat.jpg", PictureException.Reason.DAMAGED, "torn"));
        act(() -> page.proceed(page.earlier().getFirst()));
        await(() -> page.stateProperty().get() instanceof EvaluateState.Failed);
        draw("failed");
        act(() -> page.proceed(page.earlier().getFirst()));
        await(() -> page.stateProperty().get() instanceof EvaluateState.Finished);
        draw("unusable");
    }

    private void drawResults() throws Exception {
        fixture.answersWell(EvaluateFixture.DEFAULT);
        fixture.answersHalf(EvaluateFixture.LARGE);
        fixture.server.answers(EvaluateScreensTest::judge);
        act(page::refresh);
        await(() -> page.order().candidates().size() == 1);
        act(() -> {
            page.order().add(EvaluateFixture.LARGE);
            page.order().judgeProperty().set(Optional.of(EvaluateFixture.SERVER));
            page.choose(fixture.benchmark);
        });
        await(() -> page.order().missing().isEmpty());
        act(page::start);
        await(() -> page.stateProperty().get() instanceof EvaluateState.Finished);
        draw("judged");
    }

    /// Prefers the answer that is the caption; what it is told of the picture holds that.
    private static void judge(HttpExchange exchange, ScriptedServer.Request request)
            throws IOException {
        String body = request.body();
        String caption =
                List.of("tabby cat", "cup of coffee", "launch pad").stream()
                        .filter(words -> body.indexOf(words) < body.indexOf("[Question]"))
                        .filter(body::contains)
                        .findFirst()
                        .orElseThrow();
        boolean first =
                body.substring(body.indexOf("[Assistant 1]"), body.indexOf("[End of Assistant 1]"))
                        .contains(caption);
        boolean second =
                body.substring(body.indexOf("[Assistant 2]"), body.indexOf("[End of Assistant 2]"))
                        .contains(caption);
        ScriptedServer.begin(exchange);
        ScriptedServer.send(
                exchange, ScriptedServer.piece((first ? 9 : 4) + " " + (second ? 9 : 4)));
        ScriptedServer.send(exchange, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        ScriptedServer.send(exchange, "[DONE]");
        exchange.getResponseBody().close();
    }

    private void vote() throws Exception {
        var entries =
                List.of(
                        new Ballot.Entry(EvaluateFixture.DEFAULT, "A cat."),
                        new Ballot.Entry(EvaluateFixture.LARGE, "A tabby cat."));
        for (int i = 0; i < 14; i++) {
            var winner = i == 5 ? OptionalInt.empty() : OptionalInt.of(i % 4 == 0 ? 0 : 1);
            fixture.database
                    .ballots()
                    .add(new Ballot("What?", entries, winner, EvaluateFixture.NOW));
        }
    }

    private void show(Messages messages, Theme theme) {
        var appearance = new Appearance();
        appearance.themeProperty().set(theme);
        var root = new StackPane(new EvaluateView(page, messages));
        root.getStyleClass().add("root");
        var scene = new Scene(appearance.root(root), 1000, 740);
        appearance.dress(scene);
        stage.setScene(scene);
        stage.show();
    }

    private static void act(Runnable act) throws Exception {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    private static void await(BooleanSupplier there) throws Exception {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, there::getAsBoolean);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    /// The whole column, of which the window shows a part.
    private void draw(String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents(20);
        TimeUnit.MILLISECONDS.sleep(200);
        var view = (ScrollPane) stage.getScene().lookup("#evaluate-page .page");
        var parameters = new SnapshotParameters();
        parameters.setFill(look.startsWith(Theme.DARK.name()) ? Color.gray(0.09) : Color.WHITE);
        var image =
                WaitForAsyncUtils.waitForAsyncFx(
                        30_000, () -> view.getContent().snapshot(parameters, null));
        String file = (look + "-" + name).toLowerCase(Locale.ROOT) + ".png";
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", SCREENS.resolve(file).toFile());
    }
}
