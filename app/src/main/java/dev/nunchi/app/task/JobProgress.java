package dev.nunchi.app.task;

import dev.nunchi.engine.progress.Stage;

/// How far a job is.
///
/// @param done units of work done, `0..total`
/// @param total 0 if not known
public record JobProgress(Stage stage, long done, long total) {
    /// `0..1`, or -1 if not known, as progress bars want it.
    public double fraction() {
        return total <= 0 ? -1 : Math.clamp((double) done / total, 0, 1);
    }
}
