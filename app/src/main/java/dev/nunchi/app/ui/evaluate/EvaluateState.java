package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationFolder;
import dev.nunchi.app.evaluation.EvaluationService.Outcome;
import dev.nunchi.app.l10n.Problem;

import java.time.Duration;
import java.util.Optional;

/// What the page shows.
public sealed interface EvaluateState {
    /// A new evaluation is being put together.
    record Choosing() implements EvaluateState {}

    /// @param left empty until it can be told
    record Running(EvaluationFolder evaluation, Doing doing, Optional<Duration> left)
            implements EvaluateState {}

    /// What is under way comes to its end.
    record Pausing(EvaluationFolder evaluation, Doing doing) implements EvaluateState {}

    /// All replies so far are kept.
    record Paused(EvaluationFolder evaluation, Doing doing) implements EvaluateState {}

    record Finished(Outcome outcome) implements EvaluateState {}

    /// All replies so far are kept.
    record Failed(EvaluationFolder evaluation, Problem problem) implements EvaluateState {}

    /// Whether a job is at work.
    default boolean isActive() {
        return this instanceof Running || this instanceof Pausing;
    }

    /// The evaluation that is shown.
    default Optional<EvaluationFolder> shown() {
        return switch (this) {
            case Choosing _ -> Optional.empty();
            case Running(var shown, _, _) -> Optional.of(shown);
            case Pausing(var shown, _) -> Optional.of(shown);
            case Paused(var shown, _) -> Optional.of(shown);
            case Finished(var outcome) -> Optional.of(outcome.evaluation());
            case Failed(var shown, _) -> Optional.of(shown);
        };
    }
}
