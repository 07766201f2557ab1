package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ClipConfig;
import dev.nunchi.engine.checkpoint.Dinov2Config;
import dev.nunchi.engine.checkpoint.EfficientNetConfig;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

/// The part that turns one picture's pixels into features: the selected hidden state of the tower.
public final class VisionTower {
    /// `[1, 3, H, W]` float32.
    public static final String PIXEL_VALUES = "pixel_values";

    /// `[1, class tokens + I, Dv]` float32.
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
        int layers = config.visionLayersToRun();
        var hidden =
                switch (vision) {
                    case ClipConfig clip ->
                            new ClipTower(clip, weights, options.lowering())
                                    .hidden(scope, pixels, layers);
                    case Dinov2Config dino ->
                            new Dinov2Tower(dino, weights, options.lowering())
                                    .hidden(scope, pixels, layers);
                    case EfficientNetConfig _ ->
                            new EfficientNetTower(weights).hidden(scope, pixels);
                };
        graph.output(VISION_HIDDEN, hidden);
        return graph.build();
    }

    /// `[1, C, h, w]` to `[1, h·w, C]`, row by row.
    static Value rows(Scope scope, Value map) {
        var type = map.type();
        long positions = type.size(2) * type.size(3);
        return scope.transpose(scope.reshape(map, 0, 0, positions), 0, 2, 1);
    }
}
