package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets a judge compare a candidate's answers with the references, each pair in both orders.
///
/// @param items open ones with references
/// @param answers the candidate's, by item
/// @param kept what earlier runs were told, and where this one's replies go
record Judging(
        Benchmark benchmark, List<BenchmarkItem> items, Map<String, String> answers, Journal kept) {
    /// The two orders in which a pair is shown.
    private enum Order {
        REFERENCE_FIRST("reference-first"),
        CANDIDATE_FIRST("candidate-first");

        private final String word;

        Order(String word) {
            this.word = word;
        }
    }

    /// @return empty when cancelled
    Optional<JudgedScore> run(
            Judge judge, Bootstrap bootstrap, RowWork.Count count, CancelToken cancel)
            throws EngineException, TeacherException {
        var rows = new ArrayList<RowWork.Row>();
        for (var item : items) {
            for (var order : Order.values()) {
                rows.add(
                        new RowWork.Row(
                                key(item, order), () -> judged(item, order, judge, cancel)));
            }
        }
        return new RowWork(rows, kept).run(judge.model(), count, cancel)
                ? Optional.of(score(bootstrap))
                : Optional.empty();
    }

    private Optional<ObjectNode> judged(
            BenchmarkItem item, Order order, Judge judge, CancelToken cancel)
            throws EngineException, TeacherException {
        var asked =
                new Judge.Pair(
                        benchmark.scene(item),
                        item.question(),
                        open(item).reference().orElseThrow(),
                        answers.getOrDefault(item.id(), ""));
        return judge.judge(order == Order.REFERENCE_FIRST ? asked : asked.swapped(), cancel)
                .map(verdict ->
                        ReviewRows.of(inPlace(verdict, order))
                                .put("question_id", item.id())
                                .put("category", open(item).kind().word())
                                .put("order", order.word)
                                .put("reviewer_id", judge.model().name()));
    }

    /// The reference's score first, in whichever order they were shown.
    private static Judge.Verdict inPlace(Judge.Verdict shown, Order order) {
        return order == Order.REFERENCE_FIRST
                ? shown
                : new Judge.Verdict(
                        shown.scores().map(ScorePair::swapped), shown.reply(), shown.attempts());
    }

    private static Task.Open open(BenchmarkItem item) {
        return item.task() instanceof Task.Open open
                ? open
                : new Task.Open(SampleType.CONVERSATION, Optional.empty());
    }

    private static String key(BenchmarkItem item, Order order) {
        return item.id() + "/" + order.word;
    }

    private JsonNode row(BenchmarkItem item, Order order) {
        return kept.find(key(item, order)).orElseThrow();
    }

    private JudgedScore score(Bootstrap bootstrap) {
        var all = new ArrayList<RelativeScore.Row>();
        var byKind = new EnumMap<SampleType, List<RelativeScore.Row>>(SampleType.class);
        int replies = 0;
        double lead = 0;
        int leads = 0;
        for (var item : items) {
            var scored = new RelativeScore.Row(item.picture(), both(item));
            all.add(scored);
            byKind.computeIfAbsent(open(item).kind(), _ -> new ArrayList<>()).add(scored);
            for (var order : Order.values()) {
                var row = row(item, order);
                replies += row.path("attempts").asInt(1);
                var scores = ReviewRows.scores(row);
                if (scores.isPresent()) {
                    double ahead = scores.get().first() - scores.get().second();
                    lead += order == Order.REFERENCE_FIRST ? ahead : -ahead;
                    leads++;
                }
            }
        }
        var kinds = new EnumMap<SampleType, RelativeScore>(SampleType.class);
        byKind.forEach((kind, rows) -> kinds.put(kind, RelativeScore.of(rows, bootstrap)));
        return new JudgedScore(
                RelativeScore.of(all, bootstrap),
                kinds,
                replies,
                replies - 2 * items.size(),
                leads == 0 ? 0 : lead / leads);
    }

    private Optional<ScorePair> both(BenchmarkItem item) {
        var one = ReviewRows.scores(row(item, Order.REFERENCE_FIRST));
        var other = ReviewRows.scores(row(item, Order.CANDIDATE_FIRST));
        return one.flatMap(a ->
                other.map(b ->
                        new ScorePair((a.first() + b.first()) / 2, (a.second() + b.second()) / 2)));
    }
}
