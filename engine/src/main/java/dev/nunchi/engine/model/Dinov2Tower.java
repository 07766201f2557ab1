package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Dinov2Config;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.List;

/// DINOv2's vision transformer: like CLIP's, with layer scale and no norm before the layers.
///
/// Oquab et al., [DINOv2](https://arxiv.org/abs/2304.07193); hidden states as in transformers'
/// `modeling_dinov2.py` (the final norm is not applied).
final class Dinov2Tower {
    private static final String NAME = "vision_tower.";

    private final Dinov2Config config;
    private final Weights weights;
    private final TransformerBlock block;

    Dinov2Tower(Dinov2Config config, Weights weights, Lowering lowering) {
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
        var hidden = embeddings(scope, pixels);
        for (int i = 0; i < layers; i++) {
            hidden = layer(scope.enter("layer." + i), NAME + "encoder.layer." + i, hidden);
        }
        return hidden;
    }

    private Value embeddings(Scope scope, Value pixels) throws CheckpointException {
        String name = NAME + "embeddings.";
        var form = new Scope.Convolution(1, config.patchSize(), List.of(0L, 0L, 0L, 0L));
        var kernel = weights.tensor(scope, name + "patch_embeddings.projection.weight");
        var bias = weights.tensor(scope, name + "patch_embeddings.projection.bias");
        var patches = VisionTower.rows(scope, scope.conv(pixels, kernel, bias, form));
        var classToken = weights.tensor(scope, name + "cls_token");
        var positions = weights.tensor(scope, name + "position_embeddings");
        return scope.add(scope.concat(1, classToken, patches), positions);
    }

    private Value layer(Scope scope, String name, Value hidden) throws CheckpointException {
        String attention = name + ".attention.attention.";
        var names =
                new TransformerBlock.AttentionNames(
                        attention + "query",
                        attention + "key",
                        attention + "value",
                        name + ".attention.output.dense");
        var first = block.norm(scope, name + ".norm1", hidden);
        var attended = block.attention(scope.enter("attn"), names, first);
        var middle = scope.add(hidden, scaled(scope, name + ".layer_scale1.lambda1", attended));
        var second = block.norm(scope, name + ".norm2", middle);
        var changed = block.mlp(scope.enter("mlp"), name + ".mlp", config.activation(), second);
        return scope.add(middle, scaled(scope, name + ".layer_scale2.lambda1", changed));
    }

    private Value scaled(Scope scope, String name, Value x) throws CheckpointException {
        return scope.mul(x, weights.tensor(scope, name));
    }
}
