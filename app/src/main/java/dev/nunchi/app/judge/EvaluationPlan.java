package dev.nunchi.app.judge;

import java.util.List;
import java.util.Optional;

/// What is evaluated, and by whom.
///
/// @param blind what candidates are shown for the baseline: another picture or none
/// @param bootstrap of all intervals; its seed is that of the trust test, too
public record EvaluationPlan(
        Benchmark benchmark,
        List<Candidate> candidates,
        Sight blind,
        Helpers helpers,
        Bootstrap bootstrap) {
    /// Models that do not answer for themselves.
    ///
    /// @param teacher writes references where the benchmark has none; empty to do without
    /// @param judge empty for the metrics alone
    public record Helpers(Optional<Candidate.Asked> teacher, Optional<Candidate.Asked> judge) {
        public static Helpers none() {
            return new Helpers(Optional.empty(), Optional.empty());
        }
    }

    public EvaluationPlan {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("nobody to evaluate");
        }
        if (candidates.stream().map(Candidate::name).distinct().count() < candidates.size()) {
            throw new IllegalArgumentException("two candidates have the same name");
        }
        if (blind == Sight.OWN) {
            throw new IllegalArgumentException("the baseline sees its own picture");
        }
    }
}
