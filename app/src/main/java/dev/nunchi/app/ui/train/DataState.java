package dev.nunchi.app.ui.train;

import dev.nunchi.app.task.JobProgress;
import dev.nunchi.engine.data.Dataset;

import java.nio.file.Path;

/// What is known of the data that a person chose.
public sealed interface DataState {
    /// Nothing is chosen.
    record None() implements DataState {}

    record Reading(Path source, JobProgress progress) implements DataState {}

    record Ready(Path source, Dataset dataset) implements DataState {
        /// Rows that a run could learn from.
        long rows() {
            return dataset.samples().size();
        }

        long pictures() {
            return dataset.samples().stream()
                    .flatMap(sample -> sample.picture().stream())
                    .distinct()
                    .count();
        }
    }
}
