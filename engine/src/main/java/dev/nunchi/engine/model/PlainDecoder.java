package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

/// Decoder layers from standard operators.
///
/// ```
/// x ─ RMSNorm ─ q,k,v ─ rope ─ softmax(q·kᵀ/√E + bias)·v ─ o_proj ─ Add ─ RMSNorm ─ mlp ─ Add ─ …
/// └──────────────────────────────────────────────────────────────────┘ └──────────────────┘
/// ```
///
/// Query heads are viewed as `G` groups of `R = H/G`, so that keys and values need no repeating.
final class PlainDecoder {
    private final LanguageConfig config;
    private final Weights weights;
    private final GraphBuilder graph;
    private final Rotation rotation;
    private final Value attentionBias; // [1, 1, S, T]

    PlainDecoder(LanguageConfig config, Weights weights, GraphBuilder graph) {
        this.config = config;
        this.weights = weights;
        this.graph = graph;
        var newTokens = Dim.of("S");
        var positions = graph.input(DecoderNames.POSITION_IDS, DType.I64, Dim.of(1), newTokens);
        attentionBias =
                graph.input(
                        DecoderNames.ATTENTION_BIAS,
                        DType.F32,
                        Dim.of(1),
                        Dim.of(1),
                        newTokens,
                        Dim.of("P").plus(newTokens));
        rotation = Rotation.at(graph, RotaryTable.of(config), positions);
    }

    /// @param embeddings `[1, S, D]`
    /// @return `[1, S, D]` after the final norm
    Value layers(Scope scope, Value embeddings) throws CheckpointException {
        var hidden = embeddings;
        for (int i = 0; i < config.numLayers(); i++) {
            hidden = layer(scope.enter("layers." + i), i, hidden);
        }
        return rmsNorm(scope.enter("norm"), "model.norm.weight", hidden);
    }

    private Value layer(Scope scope, int index, Value hidden) throws CheckpointException {
        String name = "model.layers." + index;
        var first =
                rmsNorm(scope.enter("input_layernorm"), name + ".input_layernorm.weight", hidden);
        var middle = scope.add(hidden, attention(scope.enter("attn"), index, first));
        String norm = name + ".post_attention_layernorm.weight";
        var second = rmsNorm(scope.enter("post_attention_layernorm"), norm, middle);
        return scope.add(middle, mlp(scope.enter("mlp"), name + ".mlp", second));
    }

    /// `x / sqrt(mean(x²) + eps) · gamma`.
    private Value rmsNorm(Scope scope, String gamma, Value x) throws CheckpointException {
        var variance = scope.reduceMean(scope.mul(x, x), -1);
        var deviation = scope.sqrt(scope.add(variance, scope.scalar((float) config.rmsNormEps())));
        return scope.mul(scope.div(x, deviation), weights.tensor(scope, gamma));
    }

    private Value attention(Scope scope, int index, Value x) throws CheckpointException {
        String name = "model.layers." + index + ".self_attn";
        long groups = config.numKvHeads();
        long perGroup = config.numHeads() / groups;
        long headDim = config.headDim();

        var query = rotation.apply(scope, heads(scope, name + ".q_proj", x, config.numHeads()));
        var grouped = scope.reshape(query, 0, 0, groups, perGroup, headDim);
        var keys = rotation.apply(scope, heads(scope, name + ".k_proj", x, config.numKvHeads()));
        var values = heads(scope, name + ".v_proj", x, config.numKvHeads());

        var allKeys = append(scope, DecoderNames.pastKey(index), keys);
        var allValues = append(scope, DecoderNames.pastValue(index), values);
        graph.output(DecoderNames.presentKey(index), allKeys);
        graph.output(DecoderNames.presentValue(index), allValues);

        // [1, G, R, S, E] · [1, G, 1, E, T]
        var turned = scope.unsqueeze(scope.transpose(allKeys, 0, 1, 3, 2), 2);
        var scores = scope.matMul(scope.transpose(grouped, 0, 2, 3, 1, 4), turned);
        var scaled = scope.mul(scores, scope.scalar((float) (1 / Math.sqrt(config.headDim()))));
        var probabilities = scope.softmax(scope.add(scaled, attentionBias));
        // [1, G, R, S, T] · [1, G, 1, T, E]
        var context = scope.matMul(probabilities, scope.unsqueeze(allValues, 2));
        var rows = scope.transpose(context, 0, 3, 1, 2, 4);
        var joined = scope.reshape(rows, 0, 0, config.numHeads() * headDim);
        return weights.linear(scope.enter("o_proj"), name + ".o_proj", joined);
    }

    /// `[1, S, heads, E]`.
    private Value heads(Scope scope, String name, Value x, long heads) throws CheckpointException {
        var projected =
                weights.linear(scope.enter(name.substring(name.lastIndexOf('.') + 1)), name, x);
        return scope.reshape(projected, 0, 0, heads, config.headDim());
    }

    /// `[1, G, P, E]` and `[1, S, G, E]` to `[1, G, T, E]`.
    private Value append(Scope scope, String pastName, Value fresh) {
        var past =
                graph.input(
                        pastName,
                        DType.F32,
                        Dim.of(1),
                        Dim.of(config.numKvHeads()),
                        Dim.of("P"),
                        Dim.of(config.headDim()));
        return scope.concat(2, past, scope.transpose(fresh, 0, 2, 1, 3));
    }

    private Value mlp(Scope scope, String name, Value x) throws CheckpointException {
        var gate = weights.linear(scope.enter("gate_proj"), name + ".gate_proj", x);
        var up = weights.linear(scope.enter("up_proj"), name + ".up_proj", x);
        var gated = scope.mul(scope.mul(gate, scope.sigmoid(gate)), up);
        return weights.linear(scope.enter("down_proj"), name + ".down_proj", gated);
    }
}
