package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// A decoder layer from standard operators.
///
/// ```
/// x ─ norm ─ q,k,v ─ rope ─ softmax(q/√E·kᵀ + bias)·v ─ o_proj ─ Add ─ norm ─ mlp ─ Add ─►
/// └───────────────────────────────────────────────────────────────┘ └───────────────┘
/// ```
///
/// Query heads are viewed as `G` groups of `R = H/G`, so that keys and values need no repeating.
/// Queries are scaled, not scores: there are fewer of them in a long prompt.
///
/// @param attentionBias `[1, 1, S, T]`, added to the scores
record PlainLayer(
        LanguageConfig config, WeightSource weights, Rotation rotation, Value attentionBias) {

    /// Keys and values of a layer, `[B, G, T, E]` each.
    record KeysAndValues(Value keys, Value values) {}

    /// What a layer is connected with besides its input.
    interface Memory {
        /// Puts those of earlier tokens before those of the new ones.
        KeysAndValues extend(KeysAndValues fresh);
    }

    /// @param name the layer's, e.g. `model.layers.0`
    /// @param hidden `[B, S, D]`
    /// @return `[B, S, D]`
    Value apply(Scope scope, String name, Value hidden, Memory memory) throws CheckpointException {
        var first = norm(scope.enter("input_layernorm"), name + ".input_layernorm", hidden);
        var attended = attention(scope.enter("attn"), name + ".self_attn", first, memory);
        var middle = scope.add(hidden, attended);
        var second =
                norm(
                        scope.enter("post_attention_layernorm"),
                        name + ".post_attention_layernorm",
                        middle);
        return scope.add(middle, mlp(scope.enter("mlp"), name + ".mlp", second));
    }

    private Value norm(Scope scope, String name, Value x) throws CheckpointException {
        return new DecoderNorm(config.form().norm(), weights).apply(scope, name, x);
    }

    private Value attention(Scope scope, String name, Value x, Memory memory)
            throws CheckpointException {
        long groups = config.numKvHeads();
        long perGroup = config.numHeads() / groups;
        var scale = scope.scalar((float) (1 / Math.sqrt(config.headDim())));

        var query = rotation.apply(scope, heads(scope, name + ".q_proj", x, config.numHeads()));
        var scaled = scope.mul(query, scale);
        var grouped = scope.reshape(scaled, 0, 0, groups, perGroup, config.headDim());
        var keys = rotation.apply(scope, heads(scope, name + ".k_proj", x, config.numKvHeads()));
        var values = heads(scope, name + ".v_proj", x, config.numKvHeads());
        var all = memory.extend(new KeysAndValues(byHead(scope, keys), byHead(scope, values)));

        // [B, G, R, S, E] · [B, G, 1, E, T]
        var queries = scope.transpose(grouped, 0, 2, 3, 1, 4);
        var turned = scope.transpose(scope.unsqueeze(all.keys(), 2), 0, 1, 2, 4, 3);
        var scores = scope.add(scope.matMul(queries, turned), attentionBias);
        var probabilities = scope.softmax(scores);
        // [B, G, R, S, T] · [B, G, 1, T, E]
        var context = scope.matMul(probabilities, scope.unsqueeze(all.values(), 2));
        var rows = scope.transpose(context, 0, 3, 1, 2, 4);
        var joined = scope.reshape(rows, 0, 0, (long) config.numHeads() * config.headDim());
        return weights.linear(scope.enter("o_proj"), name + ".o_proj", joined);
    }

    /// `[B, S, heads, E]`.
    private Value heads(Scope scope, String name, Value x, long heads) throws CheckpointException {
        var projected =
                weights.linear(scope.enter(name.substring(name.lastIndexOf('.') + 1)), name, x);
        return scope.reshape(projected, 0, 0, heads, config.headDim());
    }

    /// `[B, S, G, E]` to `[B, G, S, E]`.
    private static Value byHead(Scope scope, Value fresh) {
        return scope.transpose(fresh, 0, 2, 1, 3);
    }

    private Value mlp(Scope scope, String name, Value x) throws CheckpointException {
        var gate = weights.linear(scope.enter("gate_proj"), name + ".gate_proj", x);
        var up = weights.linear(scope.enter("up_proj"), name + ".up_proj", x);
        var active = Activations.apply(scope, config.form().activation(), Lowering.PLAIN, gate);
        var gated = scope.mul(active, up);
        return weights.linear(scope.enter("down_proj"), name + ".down_proj", gated);
    }
}
