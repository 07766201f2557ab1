package dev.nunchi.app.judge;

import dev.nunchi.app.judge.EvaluationListener.Phase;
import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.judge.EvaluationResult.JudgeResult;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.Sha256;
import dev.nunchi.engine.storage.Storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs an evaluation in a folder, and goes on with one that was ended: nothing that is written
/// down there is asked again.
///
/// First every candidate answers all questions, with its picture and blind; then the teacher writes
/// what references are missing, the judge is tested, and, if it can be trusted, compares.
public final class Evaluation {
    private static final int HASH_DIGITS = 12;

    private final EvaluationPlan plan;
    private final Path folder;

    /// @param folder made if it is not there
    public Evaluation(EvaluationPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /// @param listener hears of every reply
    /// @return empty when cancelled; what was asked so far is kept
    /// @throws EngineException if pictures, models or the folder fail
    /// @throws TeacherException if a server cannot go on
    public Optional<EvaluationResult> run(EvaluationListener listener, CancelToken cancel)
            throws EngineException, TeacherException {
        Storage.createFolder(folder);
        var course = new Course(new ReplyTally(plan, listener), cancel);
        var answered = new ArrayList<Answered>();
        for (var candidate : plan.candidates()) {
            var answers = answer(candidate, course);
            if (answers.isEmpty()) {
                return Optional.empty();
            }
            answered.add(answers.get());
        }
        var benchmark = referenced(course);
        return benchmark.isEmpty() ? Optional.empty() : judged(benchmark.get(), answered, course);
    }

    /// How far it is, and whether it is to go on.
    private record Course(ReplyTally tally, CancelToken cancel) {}

    /// What a candidate said.
    ///
    /// @param texts by item
    /// @param scores of captions, by item
    private record Sheet(Map<String, String> texts, Map<String, Score> scores) {}

    /// @param blind empty where nobody could be asked
    private record Answered(String name, Sheet own, Optional<Sheet> blind) {}

    private Optional<Answered> answer(Candidate candidate, Course course)
            throws EngineException, TeacherException {
        return switch (candidate) {
            case Candidate.Recorded(String name, var answers) ->
                    Optional.of(new Answered(name, new Sheet(answers, Map.of()), Optional.empty()));
            case Candidate.Asked asked -> ask(asked, course);
        };
    }

    private Optional<Answered> ask(Candidate.Asked candidate, Course course)
            throws EngineException, TeacherException {
        var sights = List.of(Sight.OWN, plan.blind());
        var phase = new Phase.Answering(candidate.name());
        try (var kept = journal("answers", candidate.name());
                var model = new OnDemand(candidate)) {
            var sheet = new AnswerSheet(plan.benchmark(), kept);
            if (!sheet.fill(model, sights, course.tally().phase(phase), course.cancel())) {
                return Optional.empty();
            }
            return Optional.of(
                    new Answered(
                            candidate.name(),
                            sheet(sheet, Sight.OWN),
                            Optional.of(sheet(sheet, plan.blind()))));
        }
    }

    private static Sheet sheet(AnswerSheet sheet, Sight sight) {
        return new Sheet(sheet.answers(sight), sheet.scores(sight));
    }

    /// The benchmark with references for all open questions, as far as somebody can write them.
    private Optional<Benchmark> referenced(Course course) throws EngineException, TeacherException {
        var benchmark = plan.benchmark();
        var teacher = plan.helpers().teacher();
        if (teacher.isEmpty() || ReferenceSheet.missing(benchmark) == 0) {
            return Optional.of(benchmark);
        }
        var phase = new Phase.Referencing(teacher.get().name());
        try (var kept = journal("references", teacher.get().name());
                var model = new OnDemand(teacher.get())) {
            return new ReferenceSheet(benchmark, kept)
                    .fill(model, course.tally().phase(phase), course.cancel());
        }
    }

    private Optional<EvaluationResult> judged(
            Benchmark benchmark, List<Answered> answered, Course course)
            throws EngineException, TeacherException {
        var results = new ArrayList<CandidateResult>();
        for (var candidate : answered) {
            results.add(measured(benchmark, candidate));
        }
        var asked = plan.helpers().judge();
        if (asked.isEmpty()) {
            return Optional.of(result(benchmark, results, Optional.empty()));
        }
        try (var model = new OnDemand(asked.get())) {
            var judge = new Judge(model);
            var trust = trust(benchmark, judge, course);
            if (trust.isEmpty()) {
                return Optional.empty();
            }
            if (trust.get().isTrusted()) {
                for (int i = 0; i < results.size(); i++) {
                    var score = compare(benchmark, results.get(i), judge, course);
                    if (score.isEmpty()) {
                        return Optional.empty();
                    }
                    results.set(i, results.get(i).withJudged(score.get()));
                }
            }
            return Optional.of(
                    result(
                            benchmark,
                            results,
                            Optional.of(new JudgeResult(asked.get().name(), trust.get()))));
        }
    }

    private EvaluationResult result(
            Benchmark benchmark, List<CandidateResult> results, Optional<JudgeResult> judge) {
        return new EvaluationResult(benchmark, plan.blind(), results, judge, plan.bootstrap());
    }

    private CandidateResult measured(Benchmark benchmark, Answered candidate) {
        return new CandidateResult(
                candidate.name(),
                candidate.own().texts(),
                metrics(benchmark, candidate.own()),
                candidate.blind().map(blind -> metrics(benchmark, blind)).orElse(List.of()),
                Optional.empty());
    }

    private List<Measured> metrics(Benchmark benchmark, Sheet sheet) {
        return new MetricSheet(benchmark, sheet.texts(), sheet.scores(), plan.bootstrap()).all();
    }

    private Optional<TrustResult> trust(Benchmark benchmark, Judge judge, Course course)
            throws EngineException, TeacherException {
        var phase = course.tally().phase(new Phase.Testing(judge.model().name()));
        try (var kept = journal("trust", judge.model().name())) {
            return TrustTest.draw(benchmark, plan.bootstrap().seed())
                    .run(judge, kept, phase, course.cancel());
        }
    }

    private Optional<JudgedScore> compare(
            Benchmark benchmark, CandidateResult candidate, Judge judge, Course course)
            throws EngineException, TeacherException {
        var phase = course.tally().phase(new Phase.Judging(judge.model().name(), candidate.name()));
        var items = benchmark.referenced();
        try (var kept = journal("reviews", candidate.name() + "\0" + judge.model().name())) {
            return new Judging(benchmark, items, candidate.answers(), kept)
                    .run(judge, plan.bootstrap(), phase, course.cancel());
        }
    }

    /// A file of what somebody said about this benchmark; another benchmark, seed or person has
    /// another file.
    private Journal journal(String what, String who) throws EngineException {
        var digest = Sha256.newDigest();
        digest.update((plan.bootstrap().seed() + "\0" + who).getBytes(StandardCharsets.UTF_8));
        for (var item : plan.benchmark().items()) {
            digest.update(item.toString().getBytes(StandardCharsets.UTF_8));
        }
        String hash = HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
        String name = who.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        return Journal.open(folder.resolve("%s-%s-%s.jsonl".formatted(what, name, hash)));
    }
}
