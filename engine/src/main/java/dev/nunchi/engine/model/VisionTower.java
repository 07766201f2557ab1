package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ClipConfig;
import dev.nunchi.engine.checkpoint.Dinov2Config;
import dev.nunchi.engine.checkpoint.EfficientNetConfig;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.SiglipConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.Collections;

/// The part that turns the pixels of one picture or tile into features: the selected hidden states
/// of the tower.
public final class VisionTower {
    /// `[1, 3, H, W]` float32.
    public static final String PIXEL_VALUES = "pixel_values";

    /// `[1, class tokens + I, Dv]` float32; `Dv` of several states is the sum of their widths.
    public static final String VISION_HIDDEN = "vision_hidden";

    private VisionTower() {}

    /// Rows of [#VISION_HIDDEN].
    public static int hiddenRows(LlavaConfig config) {
        var vision = config.vision().orElseThrow();
        return vision.classTokens() + vision.numPatches();
    }

    /// @throws CheckpointException if a tensor is missing or of another shape
    /// @throws java.util.NoSuchElementException if the model has no tower
    public static Graph build(Checkpoint checkpoint, BuildOptions options)
            throws CheckpointException {
        var config = checkpoint.config();
        var vision = config.vision().orElseThrow();
        var weights = new Weights(checkpoint, options);
        var graph = new GraphBuilder("vision_tower");
        var side = Dim.of(vision.imageSize());
        var pixels = graph.input(PIXEL_VALUES, DType.F32, Dim.of(1), Dim.of(3), side, side);
        var scope = graph.root().enter("vision_tower");
        graph.output(VISION_HIDDEN, selected(scope, config, weights, pixels));
        return graph.build();
    }

    /// The wanted hidden states side by side.
    private static Value selected(Scope scope, LlavaConfig config, Weights weights, Value pixels)
            throws CheckpointException {
        int layers = config.visionLayersToRun();
        var lowering = weights.lowering();
        var states =
                switch (config.vision().orElseThrow()) {
                    case ClipConfig clip ->
                            new ClipTower(clip, weights, lowering).states(scope, pixels, layers);
                    case SiglipConfig siglip ->
                            new SiglipTower(siglip, weights, lowering)
                                    .states(scope, pixels, layers);
                    case Dinov2Config dino ->
                            new Dinov2Tower(dino, weights, lowering).states(scope, pixels, layers);
                    case EfficientNetConfig _ -> {
                        var only = new EfficientNetTower(weights).hidden(scope, pixels);
                        yield Collections.nCopies(layers + 1, only);
                    }
                };
        var wanted = config.visionStates().stream().map(states::get).toArray(Value[]::new);
        return wanted.length == 1 ? wanted[0] : scope.concat(-1, wanted);
    }

    /// `[1, C, h, w]` to `[1, h·w, C]`, row by row.
    static Value rows(Scope scope, Value map) {
        var type = map.type();
        long positions = type.size(2) * type.size(3);
        return scope.transpose(scope.reshape(map, 0, 0, positions), 0, 2, 1);
    }
}
