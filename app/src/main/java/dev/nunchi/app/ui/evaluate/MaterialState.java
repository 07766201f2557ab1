package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.evaluation.EvaluationService.Examined;
import dev.nunchi.app.task.JobProgress;

/// What is known of what a person wants to ask about.
public sealed interface MaterialState {
    /// Nothing is chosen.
    record None() implements MaterialState {}

    record Reading(Material material, JobProgress progress) implements MaterialState {}

    record Ready(Examined found) implements MaterialState {}
}
