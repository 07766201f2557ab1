package dev.nunchi.engine.finetune;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/// How a run ended.
///
/// @param step the last that was made
/// @param bestLoss the lowest on the samples kept for validation, if it was ever measured
/// @param adapter the folder of what was trained; empty if the run can be resumed or changed all
///   weights
/// @param model the folder of the new model, in the library, of a run that changed all weights;
///   empty if it can be resumed
public record RunResult(
        RunEnd end,
        long step,
        OptionalDouble bestLoss,
        Optional<Path> adapter,
        Optional<Path> model) {
    /// Of a run that makes an adapter.
    public RunResult(RunEnd end, long step, OptionalDouble bestLoss, Optional<Path> adapter) {
        this(end, step, bestLoss, adapter, Optional.empty());
    }
}
