package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.SiglipConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.ArrayList;
import java.util.List;

/// SigLIP's vision transformer: CLIP's layers over patches alone, with no norm before them.
///
/// Zhai et al., [Sigmoid Loss for Language Image Pre-Training](https://arxiv.org/abs/2303.15343);
/// hidden states as in transformers' `modeling_siglip.py` (the final norm and the pooling head are
/// not applied).
final class SiglipTower {
    private static final String NAME = "vision_tower.";

    private final SiglipConfig config;
    private final Weights weights;
    private final TransformerBlock block;

    SiglipTower(SiglipConfig config, Weights weights, Lowering lowering) {
        this.config = config;
        this.weights = weights;
        block = TransformerBlock.of(config, weights, lowering);
    }

    /// @param pixels `[1, 3, H, W]`
    /// @return hidden states `0..layers`, `[1, I, Dv]` each
    List<Value> states(Scope scope, Value pixels, int layers) throws CheckpointException {
        var patches = block.patches(scope, config, NAME + "embeddings.patch_embedding", pixels);
        var positions = weights.tensor(scope, NAME + "embeddings.position_embedding.weight");
        var states = new ArrayList<Value>();
        states.add(scope.add(patches, positions));
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
}
