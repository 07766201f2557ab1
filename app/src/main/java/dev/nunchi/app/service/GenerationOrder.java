package dev.nunchi.app.service;

import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.library.InstalledModel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Rows that a person wants to have written.
///
/// @param source all scenes of the source, also those that the plan leaves out: what it marks at
///   all
/// @param captionsBy the model that describes pictures of which nothing is known; empty to pass
///   over them
/// @param tokens the most that a server may be asked for, over all runs of the same file
public record GenerationOrder(
        Generation.Plan plan,
        List<Scene> source,
        TeacherChoice teacher,
        Optional<InstalledModel> captionsBy,
        OptionalLong tokens) {
    public GenerationOrder {
        source = List.copyOf(source);
    }

    /// Whether nothing is known of a picture.
    public static boolean isAlone(Scene scene) {
        return scene.captions().isEmpty() && scene.boxes().isEmpty();
    }

    /// The model that has to be open, if any.
    Optional<InstalledModel> model() {
        return teacher instanceof TeacherChoice.Local(InstalledModel model)
                ? Optional.of(model)
                : captionsBy.filter(_ -> plan.scenes().stream().anyMatch(GenerationOrder::isAlone));
    }
}
