package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.teach.GenerationState;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How far the making of rows is.
public sealed interface MakingState {
    record Idle() implements MakingState {}

    /// A teacher is being made ready; nothing is written yet.
    record Preparing() implements MakingState {}

    /// @param left empty until it can be told
    record Running(GenerationState now, Optional<Duration> left) implements MakingState {}

    /// What is under way comes to its end.
    record Pausing(Optional<GenerationState> now) implements MakingState {}

    record Paused(GenerationState now) implements MakingState {}

    /// @param out the rows; not there yet if some lessons failed and are left for another try
    record Ended(GenerationState now, Path out) implements MakingState {}

    /// Rows so far are kept.
    record Failed(Problem problem) implements MakingState {}

    /// Whether a job is at work.
    default boolean isActive() {
        return switch (this) {
            case Preparing _, Running _, Pausing _ -> true;
            case Idle _, Paused _, Ended _, Failed _ -> false;
        };
    }

    /// Whether pressing start goes on with what there is.
    default boolean canGoOn() {
        return switch (this) {
            case Paused _, Failed _ -> true;
            case Ended(GenerationState now, Path _) -> !now.isWhole();
            case Idle _, Preparing _, Running _, Pausing _ -> false;
        };
    }
}
