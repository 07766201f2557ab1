package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.List;
import java.util.Map;

/// Decoder layers from ONNX Runtime's fused operators.
///
/// ```
/// x ─ RMSNorm ─ qkv ─ GroupQueryAttention ─ o_proj ─┐         ┌─ gate ─ SiLU ─┐
/// └──────────────────────── SkipSimplifiedLayerNormalization ─┤              Mul ─ down ─ …
///                                                             └─ up ──────────┘
/// ```
///
/// Each skip node adds and normalises at once, so a layer hands on a pair: the normalised state and
/// the sum. Keys and values are appended in place to a cache of `M ≥ T` positions.
final class FusedDecoder {
    private static final float SILU = 1;

    private final LanguageConfig config;
    private final Weights weights;
    private final GraphBuilder graph;
    private final Value lengths;
    private final Value totalLength;
    private final Value cos;
    private final Value sin;

    FusedDecoder(LanguageConfig config, Weights weights, GraphBuilder graph) {
        this.config = config;
        this.weights = weights;
        this.graph = graph;
        lengths = graph.input(DecoderNames.SEQLENS_K, DType.I32, Dim.of(1));
        totalLength = graph.input(DecoderNames.TOTAL_SEQUENCE_LENGTH, DType.I32, Dim.of(1));
        var table = RotaryTable.of(config);
        cos = graph.initializer("cos_cache", table.cos());
        sin = graph.initializer("sin_cache", table.sin());
    }

    /// @param embeddings `[1, S, D]`
    /// @return `[1, S, D]` after the final norm
    Value layers(Scope scope, Value embeddings) throws CheckpointException {
        var first = scope.enter("layers.0").enter("input_layernorm");
        var gamma = weights.tensor(first, "model.layers.0.input_layernorm.weight");
        float epsilon = (float) config.rmsNormEps();
        var state =
                new Scope.Normalised(
                        first.simplifiedLayerNormalization(embeddings, gamma, epsilon), embeddings);
        for (int i = 0; i < config.numLayers(); i++) {
            state = layer(scope.enter("layers." + i), i, state);
        }
        return state.normalised();
    }

    private Scope.Normalised layer(Scope scope, int index, Scope.Normalised state)
            throws CheckpointException {
        String name = "model.layers." + index;
        var attended = attention(scope.enter("attn"), index, state.normalised());
        var middle = skipNorm(scope, name + ".post_attention_layernorm.weight", attended, state);
        var result = mlp(scope.enter("mlp"), name + ".mlp", middle.normalised());
        String next =
                index + 1 < config.numLayers()
                        ? "model.layers." + (index + 1) + ".input_layernorm.weight"
                        : "model.norm.weight";
        return skipNorm(scope, next, result, middle);
    }

    private Scope.Normalised skipNorm(Scope scope, String gamma, Value x, Scope.Normalised residual)
            throws CheckpointException {
        return scope.skipSimplifiedLayerNormalization(
                x, residual.sum(), weights.tensor(scope, gamma), (float) config.rmsNormEps());
    }

    private Value attention(Scope scope, int index, Value x) throws CheckpointException {
        String name = "model.layers." + index + ".self_attn";
        var qkv =
                weights.linear(
                        scope.enter("qkv_proj"),
                        name + ".qkv_proj",
                        List.of(name + ".q_proj", name + ".k_proj", name + ".v_proj"),
                        x);
        var results =
                scope.add(
                        Op.GROUP_QUERY_ATTENTION,
                        Map.of(
                                "num_heads", Attribute.of(config.numHeads()),
                                "kv_num_heads", Attribute.of(config.numKvHeads()),
                                "do_rotary", Attribute.of(1),
                                "rotary_interleaved", Attribute.of(0),
                                "scale", Attribute.of((float) (1 / Math.sqrt(config.headDim())))),
                        qkv,
                        Value.ABSENT,
                        Value.ABSENT,
                        past(DecoderNames.pastKey(index)),
                        past(DecoderNames.pastValue(index)),
                        lengths,
                        totalLength,
                        cos,
                        sin);
        graph.output(DecoderNames.presentKey(index), results.get(1));
        graph.output(DecoderNames.presentValue(index), results.get(2));
        return weights.linear(scope.enter("o_proj"), name + ".o_proj", results.getFirst());
    }

    private Value past(String name) {
        return graph.input(
                name,
                DType.F32,
                Dim.of(1),
                Dim.of(config.numKvHeads()),
                Dim.of("M"),
                Dim.of(config.headDim()));
    }

    private Value mlp(Scope scope, String name, Value x) throws CheckpointException {
        var gate = weights.linear(scope.enter("gate_proj"), name + ".gate_proj", x);
        var up = weights.linear(scope.enter("up_proj"), name + ".up_proj", x);
        var gated = scope.mul(scope.quickGelu(gate, SILU), up);
        return weights.linear(scope.enter("down_proj"), name + ".down_proj", gated);
    }
}
