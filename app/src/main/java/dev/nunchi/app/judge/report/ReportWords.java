package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.BenchmarkItem;
import dev.nunchi.app.judge.EvaluationResult;
import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.judge.EvaluationResult.JudgeResult;
import dev.nunchi.app.judge.Interval;
import dev.nunchi.app.judge.Measured;
import dev.nunchi.app.judge.Metric;
import dev.nunchi.app.judge.RelativeScore;
import dev.nunchi.app.judge.Task;
import dev.nunchi.app.judge.TrustResult;
import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Block;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Heading;
import dev.nunchi.app.judge.report.Report.Method;
import dev.nunchi.app.judge.report.Report.Paragraph;
import dev.nunchi.app.judge.report.Report.Saying;
import dev.nunchi.app.judge.report.Report.SideBySide;
import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Tone;
import dev.nunchi.app.judge.report.Report.Warning;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.data.SampleType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an evaluation found, in words: what was compared, on how many questions, how sure the
/// figures are, and beside each its blind baseline.
public final class ReportWords {
    /// One of each sort: the others of a sort say the same in other ways.
    static final List<Metric> HEADLINES =
            List.of(
                    Metric.CAPTION_LOSS,
                    Metric.CIDER,
                    Metric.ROUGE_L,
                    Metric.CHAIR_I,
                    Metric.PRESENCE_ACCURACY,
                    Metric.PRESENCE_F1,
                    Metric.EXACT_MATCH);

    private static final int EXAMPLES = 12;
    private static final double PERCENT = 100;

    private final Messages messages;
    private final EvaluationResult result;
    private final List<Block> blocks = new ArrayList<>();

    private ReportWords(Messages messages, EvaluationResult result) {
        this.messages = messages;
        this.result = result;
    }

    /// @param made when and with which version, as the page is to say it; empty to leave it out
    public static Report of(EvaluationResult result, String made, Messages messages) {
        var words = new ReportWords(messages, result);
        if (!made.isEmpty()) {
            words.blocks.add(new Paragraph(made));
        }
        words.addMethod();
        words.addJudged();
        words.addMetrics();
        words.addExamples();
        return new Report(
                messages.text("evaluate.title", result.benchmark().name()),
                messages.locale().getLanguage(),
                words.blocks);
    }

    private void addMethod() {
        var benchmark = result.benchmark();
        String questions =
                words(
                        "method.questions",
                        benchmark.name(),
                        benchmark.scenes().size(),
                        benchmark.items().size(),
                        benchmark.open(SampleType.CONVERSATION).size(),
                        benchmark.open(SampleType.DETAIL).size(),
                        benchmark.open(SampleType.COMPLEX).size(),
                        count(Task.Presence.class),
                        count(Task.Exact.class),
                        count(Task.Described.class));
        String candidates =
                String.join(", ", result.candidates().stream().map(CandidateResult::name).toList());
        blocks.add(
                new Method(
                        words("method"),
                        List.of(
                                questions,
                                words("method.candidates", candidates),
                                words("method.blind." + result.blind().word()),
                                words(
                                        "method.intervals",
                                        result.bootstrap().resamples(),
                                        result.bootstrap().seed()))));
    }

    private long count(Class<? extends Task> kind) {
        return result.benchmark().items().stream()
                .map(BenchmarkItem::task)
                .filter(kind::isInstance)
                .count();
    }

    private void addJudged() {
        blocks.add(new Heading(words("judged")));
        if (result.judge().isEmpty()) {
            blocks.add(new Paragraph(words("judged.none")));
            return;
        }
        var judge = result.judge().get();
        blocks.add(new Paragraph(trust(judge)));
        if (!judge.trust().isTrusted()) {
            blocks.add(
                    new Warning(
                            words(
                                    "judged.unusable",
                                    words("finding." + judge.trust().finding().name()))));
            return;
        }
        addScores();
    }

    private String trust(JudgeResult judge) {
        var trust = judge.trust();
        var interval = trust.interval();
        return words(
                trust.isCutShort() ? "judged.trust.cut" : "judged.trust",
                judge.name(),
                trust.trials(),
                trust.preferred(),
                percent(trust.share()),
                percent(interval.low()),
                percent(interval.high()),
                trust.ties(),
                trust.unreadable(),
                trust.firstPreferred(),
                TrustResult.planned());
    }

    private void addScores() {
        var rows = new ArrayList<List<String>>();
        var bars = new ArrayList<Bar>();
        for (var candidate : result.candidates()) {
            var score = candidate.judged().orElseThrow();
            score.kinds()
                    .forEach((kind, own) ->
                            rows.add(row(candidate.name(), words("kind." + kind.word()), own)));
            rows.add(row(candidate.name(), words("kind.all"), score.overall()));
            score.overall()
                    .means()
                    .ifPresent(means ->
                            bars.add(
                                    new Bar(
                                            candidate.name(),
                                            means.relative(),
                                            decimal(means.relative(), 1) + " %",
                                            Optional.of(means.interval()),
                                            Tone.CANDIDATE)));
        }
        blocks.add(
                new Table(
                        words("judged.table"),
                        List.of(
                                words("head.candidate"),
                                words("head.kind"),
                                "n",
                                words("head.reference"),
                                words("head.own"),
                                words("head.relative"),
                                words("head.interval"),
                                words("head.unreadable")),
                        rows));
        double end =
                bars.stream()
                        .mapToDouble(bar -> bar.interval().map(Interval::high).orElse(0.0))
                        .max()
                        .orElse(0);
        if (end > 0) {
            blocks.add(new Chart(words("judged.chart"), Math.max(PERCENT, end), bars));
        }
        var how = new ArrayList<String>();
        how.add(words("judged.method"));
        for (var candidate : result.candidates()) {
            var score = candidate.judged().orElseThrow();
            how.add(
                    words(
                            "judged.replies",
                            candidate.name(),
                            score.replies(),
                            score.repeated(),
                            decimal(score.firstPlace(), 2)));
        }
        blocks.add(new Method(words("judged.how"), how));
    }

    private List<String> row(String candidate, String kind, RelativeScore score) {
        String none = "–";
        return List.of(
                candidate,
                kind,
                String.valueOf(score.rows()),
                score.means().map(means -> decimal(means.first(), 2)).orElse(none),
                score.means().map(means -> decimal(means.second(), 2)).orElse(none),
                score.means().map(means -> decimal(means.relative(), 1)).orElse(none),
                score.means().map(means -> range(means.interval(), 1)).orElse(none),
                String.valueOf(score.unreadable()));
    }

    private void addMetrics() {
        blocks.add(new Heading(words("metrics")));
        addComparison();
        for (var candidate : result.candidates()) {
            blocks.add(
                    new Table(
                            words("metrics.table", candidate.name()),
                            List.of(
                                    words("head.metric"),
                                    "n",
                                    words("head.picture"),
                                    words("head.interval"),
                                    words("head.blind"),
                                    words("head.interval"),
                                    words("head.better")),
                            candidate.metrics().stream()
                                    .map(own -> row(own, candidate.blind(own.metric())))
                                    .toList()));
            if (result.candidates().size() == 1) {
                addChart(candidate);
            }
        }
        var meanings = new ArrayList<String>();
        for (var metric : metrics()) {
            String key = "metric." + metric.key();
            meanings.add(words(key) + ": " + words(key + ".what"));
        }
        meanings.add(words("metrics.limits"));
        blocks.add(new Method(words("metrics.meaning"), meanings));
    }

    private List<String> row(Measured own, Optional<Measured> blind) {
        return List.of(
                words("metric." + own.metric().key()),
                String.valueOf(own.answers()),
                decimal(own.value(), 3),
                range(own.interval(), 3),
                blind.map(measured -> decimal(measured.value(), 3)).orElse("–"),
                blind.map(measured -> range(measured.interval(), 3)).orElse("–"),
                words("better." + own.metric().better().name()));
    }

    /// All candidates beside each other, with their blind baselines: one table, and a chart of the
    /// main metrics, each on its own scale.
    private void addComparison() {
        if (result.candidates().size() < 2) {
            return;
        }
        var head = new ArrayList<String>();
        head.add(words("head.metric"));
        result.candidates().forEach(candidate -> head.add(candidate.name()));
        var rows = new ArrayList<List<String>>();
        for (var metric : metrics()) {
            var row = new ArrayList<String>();
            row.add(words("metric." + metric.key()));
            result.candidates().forEach(candidate -> row.add(withBlind(candidate, metric)));
            rows.add(row);
        }
        blocks.add(new Table(words("metrics.comparison"), head, rows));
        metrics().stream().filter(HEADLINES::contains).forEach(this::addChart);
    }

    /// Of all candidates, in the order in which the first that has them has them.
    private List<Metric> metrics() {
        return result.candidates().stream()
                .flatMap(candidate -> candidate.metrics().stream())
                .map(Measured::metric)
                .distinct()
                .sorted()
                .toList();
    }

    private String withBlind(CandidateResult candidate, Metric metric) {
        return candidate
                .metric(metric)
                .map(own ->
                        candidate
                                .blind(metric)
                                .map(blind ->
                                        words(
                                                "metrics.withBlind",
                                                decimal(own.value(), 3),
                                                decimal(blind.value(), 3)))
                                .orElse(decimal(own.value(), 3)))
                .orElse("–");
    }

    private void addChart(Metric metric) {
        var bars = new ArrayList<Bar>();
        for (var candidate : result.candidates()) {
            candidate
                    .metric(metric)
                    .ifPresent(own -> bars.add(bar(candidate.name(), own, Tone.CANDIDATE)));
            candidate
                    .blind(metric)
                    .ifPresent(blind -> bars.add(bar(words("head.blind"), blind, Tone.BASELINE)));
        }
        String better = words("better." + metric.better().name());
        String title = words("metrics.metricChart", words("metric." + metric.key()), better);
        blocks.add(isShare(metric) ? new Chart(title, 1, bars) : Chart.fitted(title, bars));
    }

    /// All that is a share; the others have scales of their own.
    private void addChart(CandidateResult candidate) {
        var bars = new ArrayList<Bar>();
        for (var own : candidate.metrics()) {
            if (isShare(own.metric())) {
                bars.add(bar(words("metric." + own.metric().key()), own, Tone.CANDIDATE));
                candidate
                        .blind(own.metric())
                        .ifPresent(
                                blind -> bars.add(bar(words("head.blind"), blind, Tone.BASELINE)));
            }
        }
        if (!bars.isEmpty()) {
            blocks.add(new Chart(words("metrics.chart", candidate.name()), 1, bars));
        }
        if (candidate.metric(Metric.CAPTION_LOSS).isPresent()) {
            addChart(Metric.CAPTION_LOSS);
        }
    }

    private static boolean isShare(Metric metric) {
        return metric != Metric.CIDER && metric != Metric.CAPTION_LOSS;
    }

    private Bar bar(String label, Measured measured, Tone tone) {
        return new Bar(
                label,
                measured.value(),
                decimal(measured.value(), 3),
                Optional.of(measured.interval()),
                tone);
    }

    private void addExamples() {
        var items = result.benchmark().items();
        int count = Math.min(EXAMPLES, items.size());
        blocks.add(new Heading(words("examples")));
        blocks.add(new Paragraph(words("examples.chosen", count, items.size())));
        for (int i = 0; i < count; i++) {
            blocks.add(example(items.get((int) ((long) i * items.size() / count))));
        }
    }

    private SideBySide example(BenchmarkItem item) {
        var sayings = new ArrayList<Saying>();
        sayings.add(
                switch (item.task()) {
                    case Task.Open(_, var reference) ->
                            new Saying(words("examples.reference"), reference.orElse("–"));
                    case Task.Described(var captions) ->
                            new Saying(words("examples.captions"), String.join(" · ", captions));
                    case Task.Exact(var answers) ->
                            new Saying(words("examples.people"), String.join(" · ", answers));
                    case Task.Presence(boolean present) ->
                            new Saying(
                                    words("examples.truth"),
                                    words(present ? "examples.yes" : "examples.no"));
                });
        for (var candidate : result.candidates()) {
            sayings.add(
                    new Saying(candidate.name(), candidate.answers().getOrDefault(item.id(), "–")));
        }
        return new SideBySide(result.benchmark().scene(item).picture(), item.question(), sayings);
    }

    private String words(String key, Object... arguments) {
        return messages.text("evaluate." + key, arguments);
    }

    private String decimal(double value, int digits) {
        return messages.formats().decimal(value, digits);
    }

    private String percent(double share) {
        return decimal(share * PERCENT, 1);
    }

    private String range(Interval interval, int digits) {
        return decimal(interval.low(), digits) + " – " + decimal(interval.high(), digits);
    }
}
