package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Activation;
import dev.nunchi.engine.checkpoint.TransformerConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.Shape;

import java.util.List;
import java.util.Map;

/// The pieces that layers of vision transformers share: norms, attention over all rows, MLP.
///
/// @param headDim `E`
record TransformerBlock(
        Weights weights, Lowering lowering, int numHeads, int headDim, float epsilon) {
    static TransformerBlock of(TransformerConfig config, Weights weights, Lowering lowering) {
        return new TransformerBlock(
                weights,
                lowering,
                config.numHeads(),
                config.hiddenSize() / config.numHeads(),
                (float) config.layerNormEps());
    }

    /// Names of an attention's projections in the checkpoint.
    record AttentionNames(String query, String key, String value, String output) {}

    Value norm(Scope scope, String name, Value x) throws CheckpointException {
        var scale = weights.tensor(scope, name + ".weight");
        return scope.layerNormalization(x, scale, weights.tensor(scope, name + ".bias"), epsilon);
    }

    Value attention(Scope scope, AttentionNames names, Value x) throws CheckpointException {
        var query = weights.linear(scope.enter("q_proj"), names.query(), x);
        var key = weights.linear(scope.enter("k_proj"), names.key(), x);
        var value = weights.linear(scope.enter("v_proj"), names.value(), x);
        var context =
                switch (lowering) {
                    case FUSED -> fused(scope, query, key, value);
                    case PLAIN -> plain(scope, query, key, value);
                };
        return weights.linear(scope.enter("out_proj"), names.output(), context);
    }

    private float scale() {
        return (float) (1 / Math.sqrt(headDim));
    }

    private Value fused(Scope scope, Value query, Value key, Value value) {
        return scope.add(
                        Op.MULTI_HEAD_ATTENTION,
                        Map.of(
                                "num_heads", Attribute.of(numHeads),
                                "scale", Attribute.of(scale())),
                        query,
                        key,
                        value)
                .getFirst();
    }

    /// Cuts the picture into patches: `[1, I, Dv]`.
    ///
    /// @param convolution name of the patches' kernel and, if it has one, bias
    Value patches(Scope scope, TransformerConfig config, String convolution, Value pixels)
            throws CheckpointException {
        var form = new Scope.Convolution(1, config.patchSize(), List.of(0L, 0L, 0L, 0L));
        var kernel = weights.tensor(scope, convolution + ".weight");
        var bias =
                weights.has(convolution + ".bias")
                        ? weights.tensor(scope, convolution + ".bias")
                        : Value.ABSENT;
        return VisionTower.rows(scope, scope.conv(pixels, kernel, bias, form));
    }

    /// Puts a class token before the patches: `[1, 1 + I, Dv]`.
    ///
    /// @param name of its embedding
    Value withClassToken(Scope scope, String name, Value rows) throws CheckpointException {
        var first = weights.tensor(scope, name, Shape.of(1, 1, rows.type().size(-1)));
        return scope.concat(1, first, rows);
    }

    /// A layer with the names of CLIP and SigLIP.
    ///
    /// ```
    /// x ─ layer_norm1 ─ self_attn ─ Add ─ layer_norm2 ─ mlp ─ Add ─►
    /// └─────────────────────────────┘ └───────────────────────┘
    /// ```
    Value clipLayer(Scope scope, String name, Activation activation, Value hidden)
            throws CheckpointException {
        var names =
                new AttentionNames(
                        name + ".self_attn.q_proj",
                        name + ".self_attn.k_proj",
                        name + ".self_attn.v_proj",
                        name + ".self_attn.out_proj");
        var first = norm(scope, name + ".layer_norm1", hidden);
        var middle = scope.add(hidden, attention(scope.enter("attn"), names, first));
        var second = norm(scope, name + ".layer_norm2", middle);
        return scope.add(middle, mlp(scope.enter("mlp"), name + ".mlp", activation, second));
    }

    /// `softmax(q·kᵀ/√E)·v` for every head.
    private Value plain(Scope scope, Value query, Value key, Value value) {
        var scores =
                scope.matMul(
                        scope.transpose(heads(scope, query), 0, 2, 1, 3),
                        scope.transpose(heads(scope, key), 0, 2, 3, 1));
        var probabilities = scope.softmax(scope.mul(scores, scope.scalar(scale())));
        var context = scope.matMul(probabilities, scope.transpose(heads(scope, value), 0, 2, 1, 3));
        return scope.reshape(scope.transpose(context, 0, 2, 1, 3), 0, 0, (long) numHeads * headDim);
    }

    private Value heads(Scope scope, Value x) {
        return scope.reshape(x, 0, 0, numHeads, headDim);
    }

    /// `fc2(act(fc1(x)))`.
    Value mlp(Scope scope, String name, Activation activation, Value x) throws CheckpointException {
        var inner = weights.linear(scope.enter("fc1"), name + ".fc1", x);
        var active = Activations.apply(scope, activation, lowering, inner);
        return weights.linear(scope.enter("fc2"), name + ".fc2", active);
    }
}
