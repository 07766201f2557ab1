package dev.nunchi.engine.checkpoint;

import java.util.Optional;
import java.util.OptionalInt;

/// What a checkpoint is, whatever layout it came in.
///
/// @param vision present together with `projector`; both are absent in a text-only model
/// @param imageTokenId the placeholder's id; empty if it is not in the vocabulary
/// @param selectLayer which hidden state is taken; 0 is the embedding, negative counts from the end
public record LlavaConfig(
        LanguageConfig language,
        Optional<VisionConfig> vision,
        Optional<ProjectorConfig> projector,
        OptionalInt imageTokenId,
        int selectLayer,
        SelectFeature selectFeature) {

    public LlavaConfig {
        if (vision.isPresent() != projector.isPresent()) {
            throw new IllegalArgumentException("vision tower and projector come together");
        }
    }

    /// A model that cannot see.
    static LlavaConfig textOnly(LanguageConfig language) {
        return new LlavaConfig(
                language,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                -1,
                SelectFeature.PATCH);
    }

    /// How many of the tower's layers have to run for the selected hidden state; 0 without a tower.
    public int visionLayersToRun() {
        return vision.map(v -> selectLayer < 0 ? v.numLayers() + 1 + selectLayer : selectLayer)
                .orElse(0);
    }

    /// Rows that one picture takes in the prompt; 0 without a tower.
    public int imageTokens() {
        return vision.map(v ->
                        switch (selectFeature) {
                            case PATCH -> v.numPatches();
                            case FULL -> v.numPatches() + v.classTokens();
                        })
                .orElse(0);
    }
}
