package dev.nunchi.app.ui.curate;

import dev.nunchi.app.service.CurationService.Progressed;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.task.JobProgress;

import java.nio.file.Path;
import java.util.List;

/// What the queue shows.
public sealed interface CurateState {
    /// No set is open.
    ///
    /// @param known sets that were imported before, the last first
    record Choosing(List<Progressed> known) implements CurateState {
        public Choosing {
            known = List.copyOf(known);
        }
    }

    /// A file is being read.
    record Importing(Path file, JobProgress progress) implements CurateState {}

    record Reviewing(ReviewSet set) implements CurateState {}
}
