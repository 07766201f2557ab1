package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Dinov2Config;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;

import java.util.ArrayList;
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
        block = TransformerBlock.of(config, weights, lowering);
    }

    /// @param pixels `[1, 3, H, W]`
    /// @return hidden states `0..layers`, `[1, 1 + I, Dv]` each
    List<Value> states(Scope scope, Value pixels, int layers) throws CheckpointException {
        var states = new ArrayList<Value>();
        states.add(embeddings(scope, pixels));
        for (int i = 0; i < layers; i++) {
            var place = scope.enter("layer." + i);
            states.add(layer(place, NAME + "encoder.layer." + i, states.getLast()));
        }
        return states;
    }

    private Value embeddings(Scope scope, Value pixels) throws CheckpointException {
        String name = NAME + "embeddings.";
        var patches = block.patches(scope, config, name + "patch_embeddings.projection", pixels);
        var rows = block.withClassToken(scope, name + "cls_token", patches);
        return scope.add(rows, positions(scope, name + "position_embeddings"));
    }

    private Value positions(Scope scope, String name) throws CheckpointException {
        int side = config.imageSize() / config.patchSize();
        if (side == config.tableSide()) {
            return weights.tensor(scope, name);
        }
        var table = new PositionTable(weights.stored(name).toFloats(), config.tableSide());
        return scope.weight(name + ".resized", Weight.of(table.resized(side)));
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
