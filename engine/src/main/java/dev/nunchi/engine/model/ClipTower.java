package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.ClipConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

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
    /// @return hidden state `layers`, `[1, 1 + I, Dv]`
    Value hidden(Scope scope, Value pixels, int layers) throws CheckpointException {
        var hidden = block.norm(scope, NAME + "pre_layrnorm", embeddings(scope, pixels));
        for (int i = 0; i < layers; i++) {
            hidden = layer(scope.enter("layers." + i), NAME + "encoder.layers." + i, hidden);
        }
        return hidden;
    }

    private Value embeddings(Scope scope, Value pixels) throws CheckpointException {
        String name = NAME + "embeddings.";
        var rows =
                block.patches(
                        scope, config, name + "patch_embedding", name + "class_embedding", pixels);
        return scope.add(rows, weights.tensor(scope, name + "position_embedding.weight"));
    }

    private Value layer(Scope scope, String name, Value hidden) throws CheckpointException {
        var names =
                new TransformerBlock.AttentionNames(
                        name + ".self_attn.q_proj",
                        name + ".self_attn.k_proj",
                        name + ".self_attn.v_proj",
                        name + ".self_attn.out_proj");
        var first = block.norm(scope, name + ".layer_norm1", hidden);
        var middle = scope.add(hidden, block.attention(scope.enter("attn"), names, first));
        var second = block.norm(scope, name + ".layer_norm2", middle);
        return scope.add(
                middle, block.mlp(scope.enter("mlp"), name + ".mlp", config.activation(), second));
    }
}
