package dev.nunchi.app.judge;

import dev.nunchi.app.judge.EvaluationListener.Phase;

/// Counts the replies of an evaluation over all its phases, so that a person sees how far the whole
/// is and not how far each part.
final class ReplyTally {
    private final EvaluationListener listener;
    private final long total;
    private long before;
    private long now;

    ReplyTally(EvaluationPlan plan, EvaluationListener listener) {
        this.listener = listener;
        this.total = total(plan);
    }

    private static long total(EvaluationPlan plan) {
        var benchmark = plan.benchmark();
        long asked = plan.candidates().stream().filter(Candidate.Asked.class::isInstance).count();
        long total = 2 * asked * benchmark.items().size();
        boolean taught = plan.helpers().teacher().isPresent();
        int missing = ReferenceSheet.missing(benchmark);
        if (taught) {
            total += missing;
        }
        if (plan.helpers().judge().isPresent()) {
            int pairs = benchmark.referenced().size() + (taught ? missing : 0);
            total += TrustTest.TRIALS + 2L * pairs * plan.candidates().size();
        }
        return total;
    }

    /// Begins a phase; its replies are counted after those of the phases before.
    RowWork.Count phase(Phase phase) {
        before += now;
        now = 0;
        listener.heard(phase, before, total);
        return (done, _) -> {
            now = done;
            listener.heard(phase, before + done, total);
        };
    }
}
