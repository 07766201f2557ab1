package dev.nunchi.app.judge;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an evaluation found.
///
/// @param benchmark with the references that were written for it
/// @param judge empty if there was none
public record EvaluationResult(
        Benchmark benchmark,
        Sight blind,
        List<CandidateResult> candidates,
        Optional<JudgeResult> judge,
        Bootstrap bootstrap) {
    public EvaluationResult {
        candidates = List.copyOf(candidates);
    }

    /// One candidate's answers and figures.
    ///
    /// @param answers by item
    /// @param metrics of these answers
    /// @param blind the same metrics without the picture; empty where nobody could be asked
    /// @param judged empty without a judge, and with one that is not trusted
    public record CandidateResult(
            String name,
            Map<String, String> answers,
            List<Measured> metrics,
            List<Measured> blind,
            Optional<JudgedScore> judged) {
        public CandidateResult {
            answers = Map.copyOf(answers);
            metrics = List.copyOf(metrics);
            blind = List.copyOf(blind);
        }

        CandidateResult withJudged(JudgedScore score) {
            return new CandidateResult(name, answers, metrics, blind, Optional.of(score));
        }

        /// The baseline of a metric.
        public Optional<Measured> blind(Metric metric) {
            return blind.stream().filter(measured -> measured.metric() == metric).findFirst();
        }

        /// One of the metrics, if the benchmark's items allow it.
        public Optional<Measured> metric(Metric metric) {
            return metrics.stream().filter(measured -> measured.metric() == metric).findFirst();
        }
    }

    /// Who judged, and whether that may be believed.
    public record JudgeResult(String name, TrustResult trust) {}
}
