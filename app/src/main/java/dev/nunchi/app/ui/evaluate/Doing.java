package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.AblationArm;
import dev.nunchi.app.judge.EvaluationListener.Phase;
import dev.nunchi.app.task.JobProgress;

/// What an evaluation is at.
public sealed interface Doing {
    /// Data are read, or a model is opened.
    record Preparing(JobProgress progress) implements Doing {}

    /// An arm of an ablation learns.
    record Training(AblationArm arm, long step, long steps) implements Doing {}

    /// Models are asked.
    ///
    /// @param done replies, of all phases
    record Asking(Phase phase, long done, long total) implements Doing {}

    /// `0..1`, or -1 if not known, as progress bars want it.
    default double fraction() {
        return switch (this) {
            case Preparing(var progress) -> progress.fraction();
            case Training(_, long step, long steps) -> share(step, steps);
            case Asking(_, long done, long total) -> share(done, total);
        };
    }

    private static double share(long done, long total) {
        return total <= 0 ? -1 : Math.clamp((double) done / total, 0, 1);
    }
}
