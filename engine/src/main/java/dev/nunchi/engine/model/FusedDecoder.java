package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.DType;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decoder layers from ONNX Runtime's fused operators.
///
/// ```
/// x ─ RMSNorm ─ qkv ─ GroupQueryAttention ─ o_proj ─┐         ┌─ gate ─ SiLU ─┐
/// └──────────────────────── SkipSimplifiedLayerNormalization ─┤              Mul ─ down ─ …
///                                                             └─ up ──────────┘
/// ```
///
/// Each skip node adds and normalises at once, so a layer hands on a pair: the normalised state and
/// the sum. Keys and values are appended in place to a cache of `M ≥ T` positions, for each of the
/// batch's sequences behind its own.
///
/// GroupQueryAttention turns heads itself if their size is a multiple of 16 (ONNX Runtime 1.28);
/// others, and heads that turn in part, are turned before it.
final class FusedDecoder {
    private static final int NO_WINDOW = -1;

    private final LanguageConfig config;
    private final Weights weights;
    private final GraphBuilder graph;
    private final Value lengths;
    private final Value totalLength;
    private final RotaryTable table;
    private final Optional<Rotation> rotation;
    private final DecoderNorm norm;

    FusedDecoder(LanguageConfig config, Weights weights, GraphBuilder graph) {
        this.config = config;
        this.weights = weights;
        this.graph = graph;
        lengths = graph.input(DecoderNames.SEQLENS_K, DType.I32, DecoderNames.BATCH);
        totalLength = graph.input(DecoderNames.TOTAL_SEQUENCE_LENGTH, DType.I32, Dim.of(1));
        table = RotaryTable.of(config);
        norm = new DecoderNorm(config.form().norm(), weights);
        rotation =
                LanguageModel.takesPositions(config, Lowering.FUSED)
                        ? Optional.of(Rotation.at(graph, table, positions()))
                        : Optional.empty();
    }

    private Value positions() {
        return graph.input(DecoderNames.POSITION_IDS, DType.I64, DecoderNames.BATCH, Dim.of("S"));
    }

    /// @param embeddings `[B, S, D]`
    /// @return `[B, S, D]` after the final norm
    Value layers(Scope scope, Value embeddings) throws CheckpointException {
        var place = scope.enter("layers.0").enter("input_layernorm");
        var state = first(place, "model.layers.0.input_layernorm", embeddings);
        for (int i = 0; i < config.numLayers(); i++) {
            state = layer(scope.enter("layers." + i), i, state);
        }
        return state.normalised();
    }

    private Scope.Normalised layer(Scope scope, int index, Scope.Normalised state)
            throws CheckpointException {
        String name = "model.layers." + index;
        var attended = attention(scope.enter("attn"), index, state.normalised());
        var middle = skipNorm(scope, name + ".post_attention_layernorm", attended, state);
        var result = mlp(scope.enter("mlp"), name + ".mlp", middle.normalised());
        String next =
                index + 1 < config.numLayers()
                        ? "model.layers." + (index + 1) + ".input_layernorm"
                        : "model.norm";
        return skipNorm(scope, next, result, middle);
    }

    private Scope.Normalised first(Scope scope, String name, Value x) throws CheckpointException {
        var normalised =
                switch (config.form().norm().kind()) {
                    case RMS, RMS_PLUS_ONE ->
                            scope.simplifiedLayerNormalization(
                                    x, norm.factors(scope, name), norm.epsilon());
                    case LAYER -> norm.layerNormalization(scope, name, x);
                };
        return new Scope.Normalised(normalised, x);
    }

    private Scope.Normalised skipNorm(Scope scope, String name, Value x, Scope.Normalised residual)
            throws CheckpointException {
        return switch (config.form().norm().kind()) {
            case RMS, RMS_PLUS_ONE ->
                    scope.skipSimplifiedLayerNormalization(
                            x, residual.sum(), norm.factors(scope, name), norm.epsilon());
            case LAYER -> first(scope, name, scope.add(x, residual.sum()));
        };
    }

    private Value attention(Scope scope, int index, Value x) throws CheckpointException {
        String name = attentionName(index);
        var past = new Past(past(DecoderNames.pastKey(index)), past(DecoderNames.pastValue(index)));
        var results =
                rotation.isPresent()
                        ? turnedBefore(scope, index, rotation.get(), x, past)
                        : turnedInside(scope, index, x, past);
        graph.output(DecoderNames.presentKey(index), results.get(1));
        graph.output(DecoderNames.presentValue(index), results.get(2));
        return weights.linear(scope.enter("o_proj"), name + ".o_proj", results.getFirst());
    }

    private static String attentionName(int index) {
        return "model.layers." + index + ".self_attn";
    }

    private record Past(Value key, Value value) {}

    private List<Value> turnedInside(Scope scope, int index, Value x, Past past)
            throws CheckpointException {
        var joint = LoraGroup.joint(index);
        var qkv = weights.linear(scope.enter("qkv_proj"), joint.name(), joint.layers(), x);
        return scope.add(
                Op.GROUP_QUERY_ATTENTION,
                attributes(index, 1),
                qkv,
                Value.ABSENT,
                Value.ABSENT,
                past.key(),
                past.value(),
                lengths,
                totalLength,
                graph.initializer("cos_cache", Weight.of(table.cos())),
                graph.initializer("sin_cache", Weight.of(table.sin())));
    }

    private List<Value> turnedBefore(Scope scope, int index, Rotation turn, Value x, Past past)
            throws CheckpointException {
        String name = attentionName(index);
        var query = weights.linear(scope.enter("q_proj"), name + ".q_proj", x);
        var key = weights.linear(scope.enter("k_proj"), name + ".k_proj", x);
        return scope.add(
                Op.GROUP_QUERY_ATTENTION,
                attributes(index, 0),
                turned(scope.enter("q_rotary"), turn, query),
                turned(scope.enter("k_rotary"), turn, key),
                weights.linear(scope.enter("v_proj"), name + ".v_proj", x),
                past.key(),
                past.value(),
                lengths,
                totalLength);
    }

    private Value turned(Scope scope, Rotation turn, Value x) {
        long width = x.type().size(-1);
        var heads = scope.reshape(x, 0, 0, width / config.headDim(), config.headDim());
        return scope.reshape(turn.apply(scope, heads), 0, 0, width);
    }

    private Map<String, Attribute> attributes(int index, int doRotary) {
        return Map.of(
                "num_heads", Attribute.of(config.numHeads()),
                "kv_num_heads", Attribute.of(config.numKvHeads()),
                "do_rotary", Attribute.of(doRotary),
                "rotary_interleaved", Attribute.of(0),
                "local_window_size",
                        Attribute.of(CausalBias.window(config, index).orElse(NO_WINDOW)),
                "scale", Attribute.of((float) (1 / Math.sqrt(config.headDim()))));
    }

    private Value past(String name) {
        return graph.input(
                name,
                DType.F32,
                DecoderNames.BATCH,
                Dim.of(config.numKvHeads()),
                Dim.of("M"),
                Dim.of(config.headDim()));
    }

    private Value mlp(Scope scope, String name, Value x) throws CheckpointException {
        var gate = weights.linear(scope.enter("gate_proj"), name + ".gate_proj", x);
        var up = weights.linear(scope.enter("up_proj"), name + ".up_proj", x);
        var active = Activations.apply(scope, config.form().activation(), Lowering.FUSED, gate);
        var gated = scope.mul(active, up);
        return weights.linear(scope.enter("down_proj"), name + ".down_proj", gated);
    }
}
