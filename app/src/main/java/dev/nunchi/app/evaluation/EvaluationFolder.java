package dev.nunchi.app.evaluation;

import java.nio.file.Path;
import java.time.Instant;

/// An evaluation that was begun, with all that was asked so far.
///
/// @param folder holds the order, the answers, the reviews
/// @param finished whether everything is there; others can be gone on with
public record EvaluationFolder(
        Path folder, EvaluationOrder order, Instant begun, boolean finished) {
    /// What tells it apart, also in the names of an ablation's runs.
    public String id() {
        return String.valueOf(folder.getFileName());
    }
}
