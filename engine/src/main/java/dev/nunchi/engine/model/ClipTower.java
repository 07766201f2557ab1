package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.ClipConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.ArrayList;
import java.util.List;

/// CLIP's vision transformer: patches and a class token, pre-norm layers.
///
/// Radford et al., [CLIP](https://arxiv.org/abs/2103.00020); hidden states as in transformers'
/// `modeling_clip.py` (state 0 is what `pre_layrnorm` gives; the final norm is not applied).
final class ClipTower {
    private static final String NAME = "vision_tower.";

    private final ClipConfig config;
    private final Weights weights;
    private final TransformerBlock block;

    ClipTower(ClipConfig config, Weights weights, Lowering lowering) {
        this.config = config;
        this.weights = weights;
        block = TransformerBlock.of(config, weights, lowering);
    }

    /// @param pixels `[1, 3, H, W]`
    /// @return hidden states `0..layers`, `[1, 1 + I, Dv]` each
    List<Value> states(Scope scope, Value pixels, int layers) throws CheckpointException {
        var states = new ArrayList<Value>();
        states.add(block.norm(scope, NAME + "pre_layrnorm", embeddings(scope, pixels)));
        for (int i = 0; i < layers; i++) {
            states.add(
                    block.clipLayer(
                            scope.enter("layers." + i),
                            NAME + "encoder.layers." + i,
                            config.activation(),
                            states.getLast()));
        }
        return states;
    }

    private Value embeddings(Scope scope, Value pixels) throws CheckpointException {
        String name = NAME + "embeddings.";
        var patches = block.patches(scope, config, name + "patch_embedding", pixels);
        var rows = block.withClassToken(scope, name + "class_embedding", patches);
        return scope.add(rows, weights.tensor(scope, name + "position_embedding.weight"));
    }
}
