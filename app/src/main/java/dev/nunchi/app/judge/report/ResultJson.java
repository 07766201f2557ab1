package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.EvaluationResult;
import dev.nunchi.app.judge.EvaluationResult.CandidateResult;
import dev.nunchi.app.judge.EvaluationResult.JudgeResult;
import dev.nunchi.app.judge.Interval;
import dev.nunchi.app.judge.JudgedScore;
import dev.nunchi.app.judge.Measured;
import dev.nunchi.app.judge.RelativeScore;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;

/// What an evaluation found, as JSON whose keys are an interface that scripts rely on.
public final class ResultJson {
    private static final double MILLIONTHS = 1e6;

    private ResultJson() {}

    /// One line.
    public static String of(EvaluationResult result) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("benchmark", result.benchmark().name());
        json.put("pictures", result.benchmark().scenes().size());
        json.put("questions", result.benchmark().items().size());
        json.put("blind", result.blind().word());
        json.put("resamples", result.bootstrap().resamples());
        json.put("seed", result.bootstrap().seed());
        result.judge().ifPresent(judge -> write(judge, json.putObject("judge")));
        var list = json.putArray("candidates");
        result.candidates().forEach(candidate -> write(candidate, list.addObject()));
        return JsonMapper.shared().writeValueAsString(json);
    }

    private static void write(JudgeResult judge, ObjectNode json) {
        var trust = judge.trust();
        json.put("name", judge.name());
        json.put("usable", trust.isTrusted());
        json.put("finding", trust.finding().name().toLowerCase(Locale.ROOT));
        json.put("trials", trust.trials());
        json.put("cutShort", trust.isCutShort());
        json.put("preferred", trust.preferred());
        json.put("ties", trust.ties());
        json.put("firstPreferred", trust.firstPreferred());
        json.put("unreadable", trust.unreadable());
    }

    private static void write(CandidateResult candidate, ObjectNode json) {
        json.put("name", candidate.name());
        write(candidate.metrics(), json.putObject("metrics"));
        write(candidate.blind(), json.putObject("blindMetrics"));
        candidate.judged().ifPresent(score -> write(score, json.putObject("judged")));
    }

    private static void write(List<Measured> metrics, ObjectNode json) {
        for (var measured : metrics) {
            var node = json.putObject(measured.metric().key());
            node.put("value", rounded(measured.value()));
            write(measured.interval(), node);
            node.put("n", measured.answers());
        }
    }

    private static void write(JudgedScore score, ObjectNode json) {
        write(score.overall(), json);
        json.put("replies", score.replies());
        json.put("repeated", score.repeated());
        json.put("firstPlace", rounded(score.firstPlace()));
        var kinds = json.putObject("kinds");
        score.kinds().forEach((kind, own) -> write(own, kinds.putObject(kind.word())));
    }

    private static void write(RelativeScore score, ObjectNode json) {
        json.put("n", score.rows());
        json.put("unreadable", score.unreadable());
        score.means()
                .ifPresent(means -> {
                    json.put("meanReference", rounded(means.first()));
                    json.put("meanCandidate", rounded(means.second()));
                    json.put("relative", rounded(means.relative()));
                    write(means.interval(), json);
                });
    }

    private static void write(Interval interval, ObjectNode json) {
        json.putArray("interval").add(rounded(interval.low())).add(rounded(interval.high()));
    }

    private static double rounded(double value) {
        return Math.round(value * MILLIONTHS) / MILLIONTHS;
    }
}
