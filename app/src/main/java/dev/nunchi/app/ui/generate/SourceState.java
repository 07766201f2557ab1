package dev.nunchi.app.ui.generate;

import dev.nunchi.app.service.GenerationOrder;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Scenes;

import java.nio.file.Path;

/// What is known of the pictures that a person chose.
public sealed interface SourceState {
    /// Nothing is chosen.
    record None() implements SourceState {}

    record Reading(Path source, JobProgress progress) implements SourceState {}

    record Ready(Path source, Scenes scenes) implements SourceState {
        public int pictures() {
            return scenes.scenes().size();
        }

        /// Pictures of which somebody said something.
        public int described() {
            return (int) scenes.scenes().stream().filter(s -> !s.captions().isEmpty()).count();
        }

        /// Boxes of all pictures.
        public int boxes() {
            return scenes.scenes().stream().map(Scene::boxes).mapToInt(b -> b.size()).sum();
        }

        /// Pictures of which nothing is known.
        public int alone() {
            return (int) scenes.scenes().stream().filter(GenerationOrder::isAlone).count();
        }
    }
}
