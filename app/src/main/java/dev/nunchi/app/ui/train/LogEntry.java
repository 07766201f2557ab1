package dev.nunchi.app.ui.train;

import java.time.Instant;

/// A line of a run's log, without its words.
///
/// @param step after which it happened
/// @param loss of [Kind#EVALUATED] and [Kind#BEST]
public record LogEntry(Instant time, Kind kind, long step, double loss) {
    /// What happened.
    public enum Kind {
        STARTED,
        RESUMED,
        EVALUATED,
        /// Evaluated, and better than ever before.
        BEST,
        SAVED,
        PAUSED,
        PROCEEDED,
        STOPPING,
        COMPLETED,
        STOPPED_EARLY,
        CANCELLED,
        FAILED
    }
}
