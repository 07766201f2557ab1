package dev.nunchi.engine.finetune;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/// A run as a list shows it.
///
/// @param step of the last snapshot; 0 if there is none
/// @param steps in all
/// @param end empty while it runs, and after the program was killed
/// @param made the name of the adapter or model that it has made; empty also for a run of a version
///   that did not note it
/// @param running whether some process is at it now
/// @param changed when something was last written into its folder
public record RunSummary(
        RunFolder folder,
        RunRequest request,
        long step,
        long steps,
        OptionalDouble loss,
        OptionalDouble bestLoss,
        Optional<RunEnd> end,
        Optional<String> made,
        boolean running,
        Instant changed) {
    /// Whether it has steps to make and nobody makes them.
    public boolean canResume() {
        return !running && end.filter(e -> e != RunEnd.CANCELLED).isEmpty();
    }
}
