package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.engine.finetune.RunResult;

/// Where the run of this window stands.
public sealed interface RunState {
    /// No run was started or opened.
    record None() implements RunState {}

    /// What comes before the first step: model, pictures, graphs.
    record Preparing(JobProgress progress) implements RunState {}

    record Training() implements RunState {}

    /// Held; it keeps its memory.
    record Paused() implements RunState {}

    /// Asked to end; it takes a snapshot first.
    record Stopping() implements RunState {}

    record Ended(RunResult result) implements RunState {}

    /// The last snapshot is whole.
    record Failed(Problem problem) implements RunState {}

    /// An earlier run that was opened to be looked at.
    record Opened() implements RunState {}

    /// Whether a job is at it.
    default boolean isActive() {
        return switch (this) {
            case Preparing _, Training _, Paused _, Stopping _ -> true;
            case None _, Ended _, Failed _, Opened _ -> false;
        };
    }
}
