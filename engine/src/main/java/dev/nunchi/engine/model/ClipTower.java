package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.ClipConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.Shape;

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
        block =
                new TransformerBlock(
                        weights,
                        lowering,
                        config.numHeads(),
                        config.hiddenSize() / config.numHeads(),
                        (float) config.layerNormEps());
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
        var form = new Scope.Convolution(1, config.patchSize(), List.of(0L, 0L, 0L, 0L));
        var kernel = weights.tensor(scope, name + "patch_embedding.weight");
        var patches = VisionTower.rows(scope, scope.conv(pixels, kernel, Value.ABSENT, form));
        var classToken =
                weights.tensor(
                        scope, name + "class_embedding", Shape.of(1, 1, config.hiddenSize()));
        var positions = weights.tensor(scope, name + "position_embedding.weight");
        return scope.add(scope.concat(1, classToken, patches), positions);
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
