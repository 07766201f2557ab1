package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.ui.evaluate.EvaluateState;
import dev.nunchi.app.ui.evaluate.EvaluateViewModel;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Aim;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// An ablation from the page *Evaluate* with the real engine and the default model: four short
/// trainings, and all five arms asked about two pictures.
@Tag("slow")
class RealAblationTest {
    private static final Path SAMPLES = Path.of("..", "assets", "samples");
    private static final List<String> PICTURES = List.of("cat", "coffee");
    private static final int SECONDS = 1500;

    static {
        Headless.prepare();
    }

    @TempDir private Path home;

    @Test
    void armsAreTrainedAndAskedFromThePage() throws Exception {
        assumeTrue(Assets.folder().isPresent(), "the default model is not there");
        var folders = AppFolders.under(home.resolve("home"));
        folders.create();
        FxToolkit.registerPrimaryStage();
        var context = AppContext.open(folders, AppContext.Engine.in(folders));
        var page = context.shell().features().evaluate();
        Path pictures = pictures(home.resolve("pictures"));
        act(page::refresh);
        await(() -> !page.order().candidates().isEmpty());
        act(() -> {
            page.order().aimProperty().set(Aim.ABLATION);
            page.order().learnFrom(pictures.resolve("rows.jsonl"));
            page.order().stepsProperty().set("2");
            page.choose(pictures.resolve("questions"));
        });
        await(() -> page.order().missing().isEmpty());
        act(page::start);
        await(() -> ended(page));

        assertEquals(Optional.empty(), problem(page));
        var names = result(page).stream().map(CandidateResult::name).toList();
        assertEquals(
                List.of("no-tuning", "conversation", "detail-complex", "conversation-plus", "all"),
                names);
        assertTrue(result(page).stream().allMatch(arm -> !arm.blind().isEmpty()));
        FxToolkit.setupFixture(context::close);
    }

    private static boolean ended(EvaluateViewModel page) {
        return !page.stateProperty().get().isActive();
    }

    private static Optional<EvaluateState> problem(EvaluateViewModel page) {
        return Optional.of(page.stateProperty().get())
                .filter(state -> !(state instanceof EvaluateState.Finished));
    }

    private static List<CandidateResult> result(EvaluateViewModel page) {
        return page.stateProperty().get() instanceof EvaluateState.Finished(var outcome)
                ? outcome.result().candidates()
                : List.of();
    }

    /// Two pictures, three rows of each kind about each, and a benchmark of four questions.
    private static Path pictures(Path folder) throws IOException {
        Path questions = Files.createDirectories(folder.resolve("questions"));
        var rows = new ArrayList<String>();
        var asked = new ArrayList<String>();
        var known = new ArrayList<String>();
        for (String picture : PICTURES) {
            String file = picture + ".jpg";
            Files.copy(SAMPLES.resolve(file), folder.resolve(file));
            Files.copy(SAMPLES.resolve(file), questions.resolve(file));
            for (String kind : List.of("conversation", "detail", "complex")) {
                for (int i = 0; i < 3; i++) {
                    rows.add(
                            """
                            {"id":"%s-%s-%d","image":"%s","type":"%s","conversations":[\
                            {"from":"human","value":"<image>\\nWhat is it?"},\
                            {"from":"gpt","value":"It is a %s."}]}\
                            """
                                    .formatted(picture, kind, i, file, kind, picture));
                }
            }
            asked.add(
                    """
                    {"question_id":"%s","image":"%s","text":"What is it?","category":"conv"}\
                    """
                            .formatted(picture, file));
            asked.add(
                    """
                    {"question_id":"%s-there","image":"%s","text":"Is there a cat?","label":"%s"}\
                    """
                            .formatted(picture, file, picture.equals("cat") ? "yes" : "no"));
            known.add(
                    """
                    {"question_id":"%s","text":"It is a %s."}\
                    """
                            .formatted(picture, picture));
        }
        Files.write(folder.resolve("rows.jsonl"), rows);
        Files.write(questions.resolve("questions.jsonl"), asked);
        Files.write(questions.resolve("references.jsonl"), known);
        return folder;
    }

    private static void act(Runnable act) throws TimeoutException {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static void await(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.waitForAsyncFx(10_000, condition::getAsBoolean));
    }
}
