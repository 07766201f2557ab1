package dev.nunchi.app.ui.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.evaluation.EvaluationService.Outcome;
import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.judge.Metric;
import dev.nunchi.app.judge.TrustResult;
import dev.nunchi.app.judge.report.ReportFiles;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Aim;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Kind;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Missing;
import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.Provenance;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

class EvaluateViewModelTest {
    private static final double EXACT = 1e-9;

    @TempDir private Path folder;
    private EvaluateFixture fixture;
    private EvaluateViewModel page;
    private OrderViewModel order;

    @BeforeEach
    void open() throws Exception {
        fixture = new EvaluateFixture(folder, TestJobs.direct(folder));
        page = fixture.page;
        order = page.order();
        page.refresh();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void firstModelIsChosenAndEverybodyCanBe() {
        assertEquals(List.of(EvaluateFixture.DEFAULT), order.candidates());
        assertEquals(List.of(EvaluateFixture.LARGE, EvaluateFixture.SERVER), order.others());
    }

    @Test
    void nothingStartsWithoutMaterial() {
        assertEquals(Optional.of(Missing.MATERIAL), order.missing());
        page.start();
        assertInstanceOf(EvaluateState.Choosing.class, page.stateProperty().get());
    }

    @Test
    void benchmarkIsCountedBeforeItIsAsked() {
        page.choose(fixture.benchmark);
        var ready = assertInstanceOf(MaterialState.Ready.class, order.materialProperty().get());
        assertEquals(3, ready.found().pictures());
        assertEquals(EvaluateFixture.QUESTIONS, ready.found().questions());
        assertEquals(0, ready.found().unreferenced());
        assertEquals(Optional.empty(), order.missing());
    }

    @Test
    void picturesThatAreNotThereAreLookedForElsewhere() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("pictures elsewhere"));
        for (String name : List.of("cat.jpg", "coffee.jpg", "rocket.jpg")) {
            Files.move(fixture.benchmark.resolve(name), elsewhere.resolve(name));
        }
        page.choose(fixture.benchmark);
        assertEquals(Optional.of(Missing.PICTURES), order.missing());
        page.choosePictures(elsewhere);
        assertEquals(Optional.empty(), order.missing());
    }

    @Test
    void fileThatIsNoBenchmarkIsAProblemInWords() throws IOException {
        page.choose(Files.writeString(folder.resolve("notes.jsonl"), "{\"a\": 1}\n"));
        assertTrue(page.problemProperty().get().isPresent());
        assertInstanceOf(MaterialState.None.class, order.materialProperty().get());
    }

    @Test
    void candidatesStandBesideEachOtherAndTheirBlindBaselines() {
        fixture.answersWell(EvaluateFixture.DEFAULT);
        order.add(EvaluateFixture.LARGE);
        var candidates = evaluate().result().candidates();
        assertEquals(2, candidates.size());
        var best = candidates.getFirst();
        assertEquals(1, best.metric(Metric.ROUGE_L).orElseThrow().value(), EXACT);
        assertTrue(best.blind(Metric.ROUGE_L).orElseThrow().value() < 0.5);
        assertTrue(candidates.getLast().metric(Metric.ROUGE_L).orElseThrow().value() < 0.5);
    }

    @Test
    void answersFromAFileStandBesideAModelWithoutABaseline() throws IOException {
        fixture.answersWell(EvaluateFixture.DEFAULT);
        var answers = new StringBuilder();
        for (String picture : List.of("cat", "coffee", "rocket")) {
            for (String kind : List.of("conv", "detail", "complex")) {
                answers.append("{\"question_id\": \"%s-%s\", ".formatted(picture, kind))
                        .append("\"text\": \"A nice picture.\"}\n");
            }
        }
        page.addAnswers(Files.writeString(folder.resolve("theirs.jsonl"), answers));
        var theirs = evaluate().result().candidates().getLast();
        assertEquals("theirs", theirs.name());
        assertEquals(List.of(), theirs.blind());
        assertTrue(theirs.metric(Metric.ROUGE_L).orElseThrow().value() < 0.5);
    }

    @Test
    void fileWithoutAnswersIsAProblemInWordsAndNobody() throws IOException {
        page.addAnswers(Files.writeString(folder.resolve("empty.jsonl"), ""));
        assertTrue(page.problemProperty().get().isPresent());
        assertEquals(List.of(), order.extras());
    }

    @Test
    void bareModelIsOpenedWithoutTheAdapterItShipsWith() {
        fixture.answersWell(EvaluateFixture.DEFAULT);
        order.add(new Extra.Bare(EvaluateFixture.DEFAULT.model()));
        var names = evaluate().result().candidates().stream().map(CandidateResult::name).toList();
        String model = EvaluateFixture.DEFAULT.model();
        assertEquals(List.of(model, model + " (bare)"), names);
        assertEquals(List.of(model + "[]", model + "[] bare"), fixture.opened);
    }

    @Test
    void atMostFourAreScored() {
        order.add(EvaluateFixture.LARGE);
        order.add(EvaluateFixture.SERVER);
        order.add(new Extra.Recorded(folder.resolve("a.jsonl")));
        order.add(new Extra.Recorded(folder.resolve("b.jsonl")));
        assertEquals(List.of(new Extra.Recorded(folder.resolve("a.jsonl"))), order.extras());
        assertFalse(order.hasRoom());
    }

    @Test
    void evaluationThatFailedGoesOnWhereItWas() {
        var script = fixture.script(EvaluateFixture.DEFAULT.model());
        for (int i = 0; i < 7; i++) {
            script.says("A cat.");
        }
        script.fails(new PictureException("cat.jpg", PictureException.Reason.DAMAGED, "torn"));
        page.choose(fixture.benchmark);
        page.start();
        assertInstanceOf(EvaluateState.Failed.class, page.stateProperty().get());
        assertFalse(page.earlier().getFirst().finished());

        page.proceed(page.earlier().getFirst());
        assertInstanceOf(EvaluateState.Finished.class, page.stateProperty().get());
        assertTrue(page.earlier().getFirst().finished());
        // One of them failed and was asked again.
        assertEquals(2 * EvaluateFixture.QUESTIONS + 1, script.asked().size());
    }

    @Test
    void finishedEvaluationIsShownAgainWithoutAModel() {
        evaluate();
        fixture.opened.clear();
        page.startOver();
        page.proceed(page.earlier().getFirst());
        assertInstanceOf(EvaluateState.Finished.class, page.stateProperty().get());
        assertEquals(List.of(), fixture.opened);
    }

    @Test
    void deletedEvaluationIsGone() {
        evaluate();
        page.remove(page.earlier().getFirst());
        assertEquals(List.of(), page.earlier());
        assertInstanceOf(EvaluateState.Choosing.class, page.stateProperty().get());
    }

    @Test
    void deafJudgeIsUnusableAndAskedOnce() {
        fixture.server.says("7 7");
        order.judgeProperty().set(Optional.of(EvaluateFixture.SERVER));
        var outcome = evaluate();
        var judge = outcome.result().judge().orElseThrow();
        assertEquals(TrustResult.Finding.DEAF, judge.trust().finding());
        int paid = fixture.server.requests().size();
        page.proceed(page.earlier().getFirst());
        assertEquals(paid, fixture.server.requests().size());
    }

    @Test
    void captionsNeedNoReferencesAndGiveALoss() throws IOException {
        order.kindProperty().set(Kind.CAPTIONS);
        page.choose(captions());
        page.start();
        var candidate = finished().result().candidates().getFirst();
        // The scripted model finds each word as likely as any other: one nat a token.
        assertEquals(1, candidate.metric(Metric.CAPTION_LOSS).orElseThrow().value(), EXACT);
        assertTrue(candidate.blind(Metric.CAPTION_LOSS).isPresent());
        assertTrue(candidate.metric(Metric.CIDER).isPresent());
    }

    @Test
    void judgeOfCaptionsHasNothingToCompare() throws IOException {
        order.kindProperty().set(Kind.CAPTIONS);
        page.choose(captions());
        order.judgeProperty().set(Optional.of(EvaluateFixture.DEFAULT));
        assertEquals(Optional.of(Missing.REFERENCES), order.missing());
    }

    @Test
    void picturesWithBoxesBecomeABenchmark() {
        order.kindProperty().set(Kind.BUILT);
        order.countProperty().set("2");
        page.choose(fixture.benchmark.resolve("symbols.jsonl"));
        page.start();
        var benchmark = finished().result().benchmark();
        assertEquals("symbols.jsonl", benchmark.name());
        assertEquals(2, benchmark.scenes().size());
        assertEquals(6, benchmark.open().size());
    }

    @Test
    void ablationTrainsEveryArmAndScoresThem() throws EngineException {
        fixture.training.data(instructions());
        fixture.training.whileRunning((listener, _) -> {
            listener.onStep(FakeTraining.step(1, 2));
            return new RunResult(
                    RunEnd.COMPLETED, 1, OptionalDouble.empty(), Optional.of(adapter()));
        });
        order.aimProperty().set(Aim.ABLATION);
        order.stepsProperty().set("20");
        page.choose(fixture.benchmark);
        assertEquals(Optional.of(Missing.DATA), order.missing());
        order.learnFrom(folder.resolve("rows.jsonl"));
        page.start();
        var outcome = finished();
        assertEquals(5, outcome.trained().size());
        assertEquals(5, outcome.result().candidates().size());
        assertEquals(
                OptionalLong.of(20),
                fixture.training.started().getFirst().settings().schedule().steps());
        var report = Reports.of(outcome, Messages.of(Locale.ENGLISH));
        assertTrue(report.blocks().toString().contains("Ablation over kinds"), report.toString());
    }

    @Test
    void reportIsSavedWhereThePersonWants() {
        var report = Reports.of(evaluate(), Messages.of(Locale.KOREAN));
        for (var format : ReportFiles.Format.values()) {
            Path file = folder.resolve("내 보고서." + format.ending());
            page.save(report, format, file);
            assertEquals(Optional.of(file), page.savedProperty().get());
            assertTrue(Files.exists(file));
        }
    }

    @Test
    void choicesOfThePersonAreCountedInPairs() throws Exception {
        var entries =
                List.of(
                        new Ballot.Entry(EvaluateFixture.DEFAULT, "A cat."),
                        new Ballot.Entry(EvaluateFixture.LARGE, "A tabby cat."));
        for (var winner : List.of(OptionalInt.of(1), OptionalInt.of(1), OptionalInt.empty())) {
            fixture.database
                    .ballots()
                    .add(new Ballot("What?", entries, winner, EvaluateFixture.NOW));
        }
        page.refresh();
        var pair = page.votes().getFirst();
        assertEquals(EvaluateFixture.LARGE, pair.first());
        assertEquals(2, pair.firstWon());
        assertEquals(1, pair.neither());
        assertTrue(pair.interval().orElseThrow().low() < 0.5);
    }

    private Outcome evaluate() {
        page.choose(fixture.benchmark);
        page.start();
        return finished();
    }

    private Outcome finished() {
        return assertInstanceOf(
                        EvaluateState.Finished.class,
                        page.stateProperty().get(),
                        page.problemProperty().get().toString())
                .outcome();
    }

    private Path captions() throws IOException {
        return Files.writeString(
                fixture.benchmark.resolve("captions.jsonl"),
                """
                {"image": "cat.jpg", "captions": ["A cat.", "A tabby cat."]}
                {"image": "coffee.jpg", "captions": ["A cup of coffee."]}
                """);
    }

    private Path adapter() throws EngineException {
        var provenance =
                new Provenance(
                        "nunchi-default",
                        Optional.empty(),
                        OptionalLong.empty(),
                        new TreeMap<>(),
                        new TreeMap<>());
        var info = new AdapterInfo("arm", "hash", Optional.empty(), Optional.empty(), provenance);
        return fixture.adapters
                .add(new Adapter(info, new LinkedHashMap<>(), new LinkedHashMap<>()))
                .folder();
    }

    private static List<Sample> instructions() {
        return List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX).stream()
                .map(type ->
                        new Sample(
                                type.word(),
                                Optional.empty(),
                                type,
                                List.of(
                                        new SampleTurn(Role.USER, "What?"),
                                        new SampleTurn(Role.ASSISTANT, "That."))))
                .toList();
    }
}
