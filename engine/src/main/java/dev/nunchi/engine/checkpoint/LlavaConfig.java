package dev.nunchi.engine.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a checkpoint is, whatever layout it came in.
///
/// @param vision present together with `projector`; both are absent in a text-only model
/// @param imageTokenId the placeholder's id; empty if it is not in the vocabulary
/// @param selectLayers which hidden states are taken, side by side; 0 is the embedding, negative
///   counts from the end
/// @param tiling how pictures are cut; empty where each is one square
public record LlavaConfig(
        LanguageConfig language,
        Optional<VisionConfig> vision,
        Optional<ProjectorConfig> projector,
        OptionalInt imageTokenId,
        List<Integer> selectLayers,
        SelectFeature selectFeature,
        Optional<Tiling> tiling) {

    public LlavaConfig {
        if (vision.isPresent() != projector.isPresent()) {
            throw new IllegalArgumentException("vision tower and projector come together");
        }
        selectLayers = List.copyOf(selectLayers);
    }

    /// A model that sees pictures as one square.
    public LlavaConfig(
            LanguageConfig language,
            Optional<VisionConfig> vision,
            Optional<ProjectorConfig> projector,
            OptionalInt imageTokenId,
            int selectLayer,
            SelectFeature selectFeature) {
        this(
                language,
                vision,
                projector,
                imageTokenId,
                List.of(selectLayer),
                selectFeature,
                Optional.empty());
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

    /// The same with another tower.
    LlavaConfig withVision(VisionConfig other) {
        return new LlavaConfig(
                language,
                Optional.of(other),
                projector,
                imageTokenId,
                selectLayers,
                selectFeature,
                tiling);
    }

    /// The same with a head beside the embedding table.
    LlavaConfig withOwnHead() {
        return new LlavaConfig(
                language.untied(),
                vision,
                projector,
                imageTokenId,
                selectLayers,
                selectFeature,
                tiling);
    }

    /// The hidden states that are taken, counted from the embedding, in order; none without a
    /// tower.
    public List<Integer> visionStates() {
        return vision.map(v -> selectLayers.stream().map(n -> state(v, n)).toList())
                .orElse(List.of());
    }

    private static int state(VisionConfig vision, int layer) {
        return layer < 0 ? vision.numLayers() + 1 + layer : layer;
    }

    /// How many of the tower's layers have to run for the selected hidden states; 0 without a
    /// tower.
    public int visionLayersToRun() {
        return visionStates().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /// Rows at the start of a hidden state that the projector is not given.
    public int droppedRows() {
        return switch (selectFeature) {
            case PATCH -> vision.map(VisionConfig::classTokens).orElse(0);
            case FULL -> 0;
            case ALL_BUT_FIRST -> 1;
        };
    }

    /// Rows that one tile takes in the prompt, which is all of a picture without [#tiling()]; 0
    /// without a tower.
    public int imageTokens() {
        return vision.map(v -> v.classTokens() + v.numPatches() - droppedRows()).orElse(0);
    }
}
