package dev.nunchi.app.judge;

import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.judge.EvaluationResult.JudgeResult;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
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

    /// @param progress hears of each candidate's questions
    /// @return empty when cancelled; what was asked so far is kept
    /// @throws EngineException if pictures, models or the folder fail
    /// @throws TeacherException if a server cannot go on
    public Optional<EvaluationResult> run(Progress progress, CancelToken cancel)
            throws EngineException, TeacherException {
        Storage.createFolder(folder);
        var answered = new ArrayList<Answered>();
        for (var candidate : plan.candidates()) {
            var answers = answer(candidate, progress, cancel);
            if (answers.isEmpty()) {
                return Optional.empty();
            }
            answered.add(answers.get());
        }
        var benchmark = referenced(cancel);
        return benchmark.isEmpty() ? Optional.empty() : judged(benchmark.get(), answered, cancel);
    }

    /// @param blind empty where nobody could be asked
    private record Answered(
            String name, Map<String, String> own, Optional<Map<String, String>> blind) {}

    private Optional<Answered> answer(Candidate candidate, Progress progress, CancelToken cancel)
            throws EngineException, TeacherException {
        return switch (candidate) {
            case Candidate.Recorded(String name, var answers) ->
                    Optional.of(new Answered(name, answers, Optional.empty()));
            case Candidate.Asked asked -> ask(asked, progress, cancel);
        };
    }

    private Optional<Answered> ask(Candidate.Asked candidate, Progress progress, CancelToken cancel)
            throws EngineException, TeacherException {
        var sights = List.of(Sight.OWN, plan.blind());
        try (var kept = journal("answers", candidate.name())) {
            var sheet = new AnswerSheet(plan.benchmark(), kept);
            if (!sheet.isComplete(sights)) {
                try (var model = candidate.opener().open()) {
                    if (!sheet.fill(model, sights, progress, cancel)) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.of(
                    new Answered(
                            candidate.name(),
                            sheet.answers(Sight.OWN),
                            Optional.of(sheet.answers(plan.blind()))));
        }
    }

    /// The benchmark with references for all open questions, as far as somebody can write them.
    private Optional<Benchmark> referenced(CancelToken cancel)
            throws EngineException, TeacherException {
        var benchmark = plan.benchmark();
        boolean missing =
                benchmark.open().stream()
                        .anyMatch(item ->
                                item.task() instanceof Task.Open(_, var own) && own.isEmpty());
        var teacher = plan.helpers().teacher();
        if (!missing || teacher.isEmpty()) {
            return Optional.of(benchmark);
        }
        try (var kept = journal("references", teacher.get().name());
                var model = teacher.get().opener().open()) {
            return new ReferenceSheet(benchmark, kept).fill(model, cancel);
        }
    }

    private Optional<EvaluationResult> judged(
            Benchmark benchmark, List<Answered> answered, CancelToken cancel)
            throws EngineException, TeacherException {
        var results = new ArrayList<CandidateResult>();
        for (var candidate : answered) {
            results.add(measured(benchmark, candidate));
        }
        var asked = plan.helpers().judge();
        if (asked.isEmpty()) {
            return Optional.of(result(benchmark, results, Optional.empty()));
        }
        try (var model = asked.get().opener().open()) {
            var judge = new Judge(model);
            var trust = trust(benchmark, judge, cancel);
            if (trust.isEmpty()) {
                return Optional.empty();
            }
            if (trust.get().isTrusted()) {
                for (int i = 0; i < results.size(); i++) {
                    var score = compare(benchmark, results.get(i), judge, cancel);
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
                candidate.own(),
                new MetricSheet(benchmark, candidate.own(), plan.bootstrap()).all(),
                candidate
                        .blind()
                        .map(blind -> new MetricSheet(benchmark, blind, plan.bootstrap()).all())
                        .orElse(List.of()),
                Optional.empty());
    }

    private Optional<TrustResult> trust(Benchmark benchmark, Judge judge, CancelToken cancel)
            throws EngineException, TeacherException {
        try (var kept = journal("trust", judge.model().name())) {
            return TrustTest.draw(benchmark, plan.bootstrap().seed()).run(judge, kept, cancel);
        }
    }

    private Optional<JudgedScore> compare(
            Benchmark benchmark, CandidateResult candidate, Judge judge, CancelToken cancel)
            throws EngineException, TeacherException {
        var items =
                benchmark.open().stream()
                        .filter(item ->
                                item.task() instanceof Task.Open(_, var own) && own.isPresent())
                        .toList();
        try (var kept = journal("reviews", candidate.name() + "\0" + judge.model().name())) {
            return new Judging(benchmark, items, candidate.answers(), kept)
                    .run(judge, plan.bootstrap(), cancel);
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
