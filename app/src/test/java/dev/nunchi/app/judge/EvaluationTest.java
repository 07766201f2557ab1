package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class EvaluationTest {
    private static final double EXACT = 1e-9;
    private static final Bootstrap FEW = new Bootstrap(3, 200);
    private static final int QUESTIONS = 12;

    @TempDir private Path folder;

    private final Bench.Scripted model = Bench.seeing();
    private final Bench.Scripted judge = Bench.honestJudge();

    @Test
    void candidateThatSeesScoresAsTheReferenceAndBlindItDoesNot()
            throws EngineException, TeacherException {
        var candidate = run().candidates().getFirst();
        assertEquals(0, candidate.metric(Metric.CHAIR_I).orElseThrow().value(), EXACT);
        assertEquals(1, candidate.blind(Metric.CHAIR_I).orElseThrow().value(), EXACT);
        assertEquals(1, candidate.metric(Metric.ROUGE_L).orElseThrow().value(), EXACT);
        assertTrue(candidate.blind(Metric.ROUGE_L).orElseThrow().value() < 1);
    }

    @Test
    void trustedJudgeComparesBothOrdersOfEachQuestion() throws EngineException, TeacherException {
        var score = run().candidates().getFirst().judged().orElseThrow();
        assertEquals(QUESTIONS, score.overall().rows());
        assertEquals(100, score.overall().means().orElseThrow().relative(), EXACT);
        assertEquals(2 * QUESTIONS, score.replies());
        assertEquals(0, score.firstPlace(), EXACT);
        assertEquals(4, score.kinds().get(SampleType.DETAIL).rows());
    }

    @Test
    void judgeThatIsNotTrustedComparesNothing() throws EngineException, TeacherException {
        var deaf = new Bench.Scripted("deaf", _ -> "7 7");
        var result = run(deaf);
        assertEquals(Optional.empty(), result.candidates().getFirst().judged());
        assertEquals(TrustResult.Finding.DEAF, result.judge().orElseThrow().trust().finding());
        assertEquals(11, deaf.asked, "ten failures of fifty are allowed");
    }

    @Test
    void nothingIsAskedAgainAfterAKill() throws EngineException, TeacherException {
        var undisturbed = run();
        int answers = model.asked;
        int judgements = judge.asked;
        model.asked = 0;
        judge.asked = 0;
        Path other = folder.resolve("other");

        for (int kill : List.of(1, 7, 20)) {
            model.killedAfter = kill;
            assertThrows(IllegalStateException.class, () -> run(other, judge));
        }
        model.killedAfter = Integer.MAX_VALUE;
        for (int kill : List.of(3, 49, 60)) {
            judge.killedAfter = kill;
            assertThrows(IllegalStateException.class, () -> run(other, judge));
        }
        judge.killedAfter = Integer.MAX_VALUE;

        assertEquals(undisturbed, run(other, judge));
        assertEquals(answers, model.asked);
        assertEquals(judgements, judge.asked);
    }

    @Test
    void lineThatAKillToreOffIsAskedAgain() throws IOException, EngineException, TeacherException {
        run();
        int answers = model.asked;
        try (var files = Files.newDirectoryStream(folder, "answers-*.jsonl")) {
            for (Path file : files) {
                var lines = Files.readAllLines(file);
                Files.write(file, lines.subList(0, lines.size() - 1));
                Files.writeString(file, "{\"key\": \"shuff", StandardOpenOption.APPEND);
            }
        }
        run();
        assertEquals(answers + 1, model.asked);
    }

    @Test
    void reviewsThatAreKeptCanBeSummedUp() throws IOException, EngineException, TeacherException {
        run();
        try (var files = Files.newDirectoryStream(folder, "reviews-*.jsonl")) {
            for (Path file : files) {
                var summary = ReviewSummary.of(ReviewFile.read(file), FEW);
                assertEquals(2 * QUESTIONS, summary.overall().rows());
                assertEquals(3, summary.kinds().size());
            }
        }
    }

    @Test
    void missingReferencesAreWrittenByTheTeacher() throws EngineException, TeacherException {
        var teacher = new Bench.Scripted("teacher", _ -> "There is something.");
        var plan =
                new EvaluationPlan(
                        unreferenced(),
                        List.of(model.candidate()),
                        Sight.SHUFFLED,
                        new EvaluationPlan.Helpers(
                                Optional.of(teacher.candidate()), Optional.empty()),
                        FEW);
        var result = run(plan, folder);
        assertEquals(
                new Task.Open(SampleType.CONVERSATION, Optional.of("There is something.")),
                result.benchmark().items().getFirst().task());
        assertEquals(QUESTIONS, teacher.asked);
    }

    @Test
    void recordedAnswersHaveNoBaseline() throws EngineException, TeacherException {
        var recorded = new Candidate.Recorded("old", Map.of("dog/detail", "A dog."));
        var plan =
                new EvaluationPlan(
                        Bench.benchmark(),
                        List.of(recorded),
                        Sight.SHUFFLED,
                        EvaluationPlan.Helpers.none(),
                        FEW);
        assertEquals(List.of(), run(plan, folder).candidates().getFirst().blind());
    }

    @Test
    void cancelledEvaluationGivesNothing() throws EngineException, TeacherException {
        var cancel = new CancelToken();
        cancel.cancel();
        assertEquals(
                Optional.empty(), new Evaluation(plan(judge), folder).run((_, _, _) -> {}, cancel));
    }

    private static Benchmark unreferenced() {
        var benchmark = Bench.benchmark();
        return benchmark.withItems(
                benchmark.items().stream()
                        .map(item ->
                                new BenchmarkItem(
                                        item.id(),
                                        item.picture(),
                                        item.question(),
                                        new Task.Open(SampleType.CONVERSATION, Optional.empty())))
                        .toList());
    }

    private EvaluationResult run() throws EngineException, TeacherException {
        return run(judge);
    }

    private EvaluationResult run(Bench.Scripted who) throws EngineException, TeacherException {
        return run(folder, who);
    }

    private EvaluationResult run(Path where, Bench.Scripted who)
            throws EngineException, TeacherException {
        return run(plan(who), where);
    }

    private static EvaluationResult run(EvaluationPlan plan, Path where)
            throws EngineException, TeacherException {
        return new Evaluation(plan, where).run((_, _, _) -> {}, CancelToken.none()).orElseThrow();
    }

    private EvaluationPlan plan(Bench.Scripted who) {
        return new EvaluationPlan(
                Bench.benchmark(),
                List.of(model.candidate()),
                Sight.SHUFFLED,
                new EvaluationPlan.Helpers(Optional.empty(), Optional.of(who.candidate())),
                FEW);
    }
}
