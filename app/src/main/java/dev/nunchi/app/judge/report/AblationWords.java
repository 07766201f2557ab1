package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.Ablation.Trained;
import dev.nunchi.app.judge.EvaluationResult;
import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.judge.JudgedScore;
import dev.nunchi.app.judge.Measured;
import dev.nunchi.app.judge.Metric;
import dev.nunchi.app.judge.RelativeScore;
import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Block;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Heading;
import dev.nunchi.app.judge.report.Report.Paragraph;
import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Tone;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.finetune.RunSettings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An ablation over kinds of data in words: one table and one chart, as the paper's Table 4, before
/// the evaluation that they are made from.
public final class AblationWords {
    private static final List<SampleType> KINDS =
            List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX);

    private static final String NONE = "–";

    private final Messages messages;
    private final List<Trained> trained;
    private final EvaluationResult result;

    private AblationWords(Messages messages, List<Trained> trained, EvaluationResult result) {
        this.messages = messages;
        this.trained = trained;
        this.result = result;
    }

    /// @param settings how the arms were trained, each for its own rows
    /// @param made when and with which version, as the page is to say it
    public static Report of(
            Measurement measured, RunSettings settings, String made, Messages messages) {
        var result = named(measured, messages);
        var words = new AblationWords(messages, measured.trained(), result);
        var blocks = new ArrayList<Block>();
        blocks.add(new Heading(words.words("ablation")));
        blocks.add(new Paragraph(made));
        blocks.add(new Paragraph(words.settings(measured.start(), settings)));
        blocks.add(new Paragraph(words.words("ablation.method")));
        blocks.add(words.table());
        words.blindTable().ifPresent(blocks::add);
        words.chart().ifPresent(blocks::add);
        var evaluation = ReportWords.of(result, "", messages);
        blocks.addAll(evaluation.blocks());
        return new Report(evaluation.title(), evaluation.language(), blocks);
    }

    /// An ablation's arms and what an evaluation found of them.
    ///
    /// @param start the model that all arms began as, with its adapter
    /// @param trained in the order of the result's candidates
    public record Measurement(String start, List<Trained> trained, EvaluationResult result) {
        public Measurement {
            trained = List.copyOf(trained);
        }
    }

    /// The result with its candidates called as a reader knows the arms.
    private static EvaluationResult named(Measurement measured, Messages messages) {
        var result = measured.result();
        var candidates = new ArrayList<CandidateResult>();
        for (int i = 0; i < measured.trained().size(); i++) {
            var arm = measured.trained().get(i).arm();
            var candidate = result.candidates().get(i);
            candidates.add(
                    new CandidateResult(
                            messages.text("evaluate.arm." + arm.word()),
                            candidate.answers(),
                            candidate.metrics(),
                            candidate.blind(),
                            candidate.judged()));
        }
        return new EvaluationResult(
                result.benchmark(), result.blind(), candidates, result.judge(), result.bootstrap());
    }

    private String settings(String start, RunSettings settings) {
        var schedule = settings.schedule();
        String length =
                schedule.steps().isPresent()
                        ? words("ablation.steps", schedule.steps().getAsLong())
                        : words("ablation.epochs", schedule.epochs());
        var rates = settings.rates();
        return words(
                "ablation.settings",
                length,
                settings.batches().perStep(),
                plain(rates.learningRate()),
                String.valueOf(settings.seed()),
                start,
                settings.lora()
                        .map(lora -> words("ablation.lora", lora.rank()))
                        .orElseGet(() -> words("ablation.full")),
                plain(rates.projectorRate().orElse(rates.learningRate())));
    }

    /// `0.0005`, in every language: rates are small numbers that people compare digit by digit.
    private static String plain(double rate) {
        return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }

    private Table table() {
        var head = new ArrayList<String>();
        head.add(words("head.data"));
        head.add(words("head.rows"));
        boolean judged = result.candidates().stream().anyMatch(c -> c.judged().isPresent());
        if (judged) {
            KINDS.forEach(kind -> head.add(words("kind." + kind.word())));
            head.add(words("kind.all"));
        }
        var metrics = metrics();
        metrics.forEach(metric -> head.add(words("metric." + metric.key())));
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < trained.size(); i++) {
            var row = new ArrayList<String>();
            row.add(name(i));
            row.add(messages.formats().decimal(trained.get(i).rows(), 0));
            var candidate = result.candidates().get(i);
            if (judged) {
                row.addAll(relative(candidate));
            }
            metrics.forEach(metric -> row.add(figure(candidate.metric(metric))));
            rows.add(row);
        }
        return new Table(words(judged ? "ablation.table.judged" : "ablation.table"), head, rows);
    }

    private List<Metric> metrics() {
        return ReportWords.HEADLINES.stream().filter(this::isMeasured).toList();
    }

    /// The same without the right picture: as much of each figure owes nothing to looking.
    ///
    /// @return empty if no arm was asked blind
    private Optional<Table> blindTable() {
        if (result.candidates().stream().allMatch(candidate -> candidate.blind().isEmpty())) {
            return Optional.empty();
        }
        var head = new ArrayList<String>();
        head.add(words("head.data"));
        metrics().forEach(metric -> head.add(words("metric." + metric.key())));
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < trained.size(); i++) {
            var row = new ArrayList<String>();
            row.add(name(i));
            var candidate = result.candidates().get(i);
            metrics().forEach(metric -> row.add(figure(candidate.blind(metric))));
            rows.add(row);
        }
        return Optional.of(new Table(words("ablation.blind." + result.blind().word()), head, rows));
    }

    private boolean isMeasured(Metric metric) {
        return result.candidates().getFirst().metric(metric).isPresent();
    }

    private String name(int place) {
        return words("arm." + trained.get(place).arm().word());
    }

    private List<String> relative(CandidateResult candidate) {
        Map<SampleType, RelativeScore> kinds =
                candidate
                        .judged()
                        .map(JudgedScore::kinds)
                        .orElseGet(() -> new EnumMap<>(SampleType.class));
        var cells = new ArrayList<String>();
        KINDS.forEach(kind -> cells.add(relative(Optional.ofNullable(kinds.get(kind)))));
        cells.add(relative(candidate.judged().map(JudgedScore::overall)));
        return cells;
    }

    private String relative(Optional<RelativeScore> score) {
        return score.flatMap(RelativeScore::means)
                .map(means ->
                        "%s [%s, %s]"
                                .formatted(
                                        decimal(means.relative(), 1),
                                        decimal(means.interval().low(), 1),
                                        decimal(means.interval().high(), 1)))
                .orElse(NONE);
    }

    private String figure(Optional<Measured> measured) {
        return measured.map(own ->
                        "%s [%s, %s]"
                                .formatted(
                                        decimal(own.value(), 3),
                                        decimal(own.interval().low(), 3),
                                        decimal(own.interval().high(), 3)))
                .orElse(NONE);
    }

    /// Of the judged score, or of the first metric where nobody could judge.
    private Optional<Chart> chart() {
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < trained.size(); i++) {
            var candidate = result.candidates().get(i);
            String name = name(i);
            candidate
                    .judged()
                    .flatMap(score -> score.overall().means())
                    .ifPresent(means ->
                            bars.add(
                                    new Bar(
                                            name,
                                            means.relative(),
                                            decimal(means.relative(), 1) + " %",
                                            Optional.of(means.interval()),
                                            Tone.CANDIDATE)));
        }
        return bars.isEmpty()
                ? metricChart()
                : Optional.of(Chart.fitted(words("judged.chart"), bars));
    }

    private Optional<Chart> metricChart() {
        return ReportWords.HEADLINES.stream()
                .filter(this::isMeasured)
                .findFirst()
                .map(metric -> {
                    var bars = new ArrayList<Bar>();
                    for (int i = 0; i < trained.size(); i++) {
                        var candidate = result.candidates().get(i);
                        String name = name(i);
                        candidate
                                .metric(metric)
                                .ifPresent(own -> bars.add(bar(name, own, Tone.CANDIDATE)));
                        candidate
                                .blind(metric)
                                .ifPresent(own ->
                                        bars.add(bar(words("head.blind"), own, Tone.BASELINE)));
                    }
                    return Chart.fitted(
                            words("ablation.chart", words("metric." + metric.key())), bars);
                });
    }

    private Bar bar(String label, Measured own, Tone tone) {
        return new Bar(
                label, own.value(), decimal(own.value(), 3), Optional.of(own.interval()), tone);
    }

    private String words(String key, Object... arguments) {
        return messages.text("evaluate." + key, arguments);
    }

    private String decimal(double value, int digits) {
        return messages.formats().decimal(value, digits);
    }
}
