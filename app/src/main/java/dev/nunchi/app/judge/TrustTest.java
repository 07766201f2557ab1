package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Shows a judge the right picture's answer beside another picture's, in either place equally
/// often.
///
/// Both are reference answers to questions of one kind, so that they differ in what they say of the
/// picture, not in how they say it. Who cannot tell them apart cannot judge finer differences
/// either.
final class TrustTest {
    static final int TRIALS = 50;

    private final Benchmark benchmark;
    private final List<Trial> trials;

    /// @param wrong an item of another picture, of the same kind, whose reference is shown as the
    ///   wrong answer
    /// @param rightFirst whether the right answer is shown first
    private record Trial(
            String key, BenchmarkItem right, BenchmarkItem wrong, boolean rightFirst) {}

    private TrustTest(Benchmark benchmark, List<Trial> trials) {
        this.benchmark = benchmark;
        this.trials = trials;
    }

    /// Draws the trials.
    ///
    /// @throws DataException if no two pictures have references of the same kind
    static TrustTest draw(Benchmark benchmark, long seed) throws DataException {
        var items =
                new ArrayList<>(
                        benchmark.open().stream()
                                .filter(item -> reference(item).isPresent())
                                .toList());
        items.removeIf(item -> others(item, items).isEmpty());
        if (items.isEmpty()) {
            throw new DataException(
                    benchmark.name(), 0, "no two pictures have reference answers of one kind");
        }
        var random = new Random(seed);
        var trials = new ArrayList<Trial>();
        while (trials.size() < TRIALS) {
            Collections.shuffle(items, random);
            for (var item : items.subList(0, Math.min(items.size(), TRIALS - trials.size()))) {
                var others = others(item, items);
                int number = trials.size();
                trials.add(
                        new Trial(
                                "trust/" + number,
                                item,
                                others.get(random.nextInt(others.size())),
                                number % 2 == 0));
            }
        }
        return new TrustTest(benchmark, trials);
    }

    private static List<BenchmarkItem> others(BenchmarkItem item, List<BenchmarkItem> items) {
        return items.stream()
                .filter(other ->
                        kind(other).equals(kind(item))
                                && !other.picture().equals(item.picture())
                                && !reference(other).equals(reference(item)))
                .toList();
    }

    private static Optional<Object> kind(BenchmarkItem item) {
        return item.task() instanceof Task.Open(var kind, _) ? Optional.of(kind) : Optional.empty();
    }

    private static Optional<String> reference(BenchmarkItem item) {
        return item.task() instanceof Task.Open(_, var own) ? own : Optional.empty();
    }

    /// Ends as soon as the judge has failed so often that it cannot pass.
    ///
    /// @param kept what earlier runs were told, and where this one's replies go
    /// @return empty when cancelled
    Optional<TrustResult> run(Judge judge, Journal kept, RowWork.Count count, CancelToken cancel)
            throws EngineException, TeacherException {
        int step = judge.model().concurrency();
        for (int from = 0; from < TRIALS; from += step) {
            int begun = from;
            var rows =
                    trials.subList(from, Math.min(from + step, TRIALS)).stream()
                            .map(trial -> row(trial, judge, cancel))
                            .toList();
            RowWork.Count among = (done, _) -> count.rows(begun + done, TRIALS);
            if (!new RowWork(rows, kept).run(judge.model(), among, cancel)) {
                return Optional.empty();
            }
            var result = result(kept);
            if (result.isLost()) {
                return Optional.of(result);
            }
        }
        return Optional.of(result(kept));
    }

    private RowWork.Row row(Trial trial, Judge judge, CancelToken cancel) {
        return new RowWork.Row(
                trial.key(), () -> judge.judge(pair(trial), cancel).map(ReviewRows::of));
    }

    /// Of the trials so far, up to the one that decides: the same however many are made at once.
    private TrustResult result(Journal kept) {
        var result = new TrustResult(0, 0, 0, 0, 0);
        for (var trial : trials) {
            var row = kept.find(trial.key());
            if (row.isEmpty() || result.isLost()) {
                break;
            }
            result = plus(result, trial, row.get());
        }
        return result;
    }

    private Judge.Pair pair(Trial trial) {
        var right =
                new Judge.Pair(
                        benchmark.scene(trial.right()),
                        trial.right().question(),
                        reference(trial.right()).orElseThrow(),
                        reference(trial.wrong()).orElseThrow());
        return trial.rightFirst() ? right : right.swapped();
    }

    private static TrustResult plus(TrustResult sum, Trial trial, JsonNode row) {
        var scores = ReviewRows.scores(row);
        double lead = scores.map(pair -> pair.first() - pair.second()).orElse(0.0);
        boolean right = trial.rightFirst() ? lead > 0 : lead < 0;
        return new TrustResult(
                sum.trials() + 1,
                sum.preferred() + (right ? 1 : 0),
                sum.ties() + (scores.isPresent() && lead == 0 ? 1 : 0),
                sum.firstPreferred() + (lead > 0 ? 1 : 0),
                sum.unreadable() + (scores.isEmpty() ? 1 : 0));
    }
}
