package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.Map;
import java.util.Optional;

/// A decoder layer from the operators that a training step is fastest with: the plain form's
/// arithmetic in fewer nodes, all of which have gradient rules.
///
/// ```
/// x ─ norm ─ q,k,v ─ rope ─ softmax(q·kᵀ/√E + bias)·v ─ o_proj ─ Add ─ norm ─ mlp ─ Add ─►
/// └───────────────────────────────────────────────────────────────┘ └───────────────┘
/// ```
///
/// The `R = H/G` query heads of a group lie one after another as `R·S` rows, so that keys and
/// values need no repeating and the gradients of a group's heads add up within a product.
///
/// @param surroundings what all layers are given
/// @param memory told of values that a backward pass is better off keeping
record TrainingLayer(
        LanguageConfig config, WeightSource weights, Surroundings surroundings, Memory memory) {
    /// @param bias `[1, 1, R·S, S]`, added to the scores
    /// @param cos `[S, R/2]`
    /// @param sin as `cos`
    record Surroundings(Value bias, Value cos, Value sin) {}

    /// Keeps values between a forward and its backward pass.
    interface Memory {
        /// A value that takes little memory or much time.
        Value keep(String name, Value value);

        /// A value that takes much memory.
        Value keepLarge(String name, Value value);
    }

    /// @param name the layer's, e.g. `model.layers.0`
    /// @param hidden `[B, S, D]`
    /// @param places `[rows, 2]` int64: example and position of the rows that are wanted, if not
    ///   all
    /// @return `[B, S, D]` or `[rows, D]`
    Value apply(Scope scope, String name, Value hidden, Optional<Value> places)
            throws CheckpointException {
        var first = norm(scope.enter("input_layernorm"), name + ".input_layernorm", hidden);
        var joined = attention(scope.enter("attn"), name + ".self_attn", first);
        var projected =
                weights.linear(
                        scope.enter("o_proj"),
                        name + ".self_attn.o_proj",
                        wanted(scope, joined, places));
        var middle = memory.keep("middle", scope.add(wanted(scope, hidden, places), projected));
        var norm = scope.enter("post_attention_layernorm");
        var second = norm(norm, name + ".post_attention_layernorm", middle);
        return scope.add(middle, mlp(scope.enter("mlp"), name + ".mlp", second));
    }

    private static Value wanted(Scope scope, Value rows, Optional<Value> places) {
        return places.map(some -> scope.gatherNd(rows, some)).orElse(rows);
    }

    private Value norm(Scope scope, String name, Value x) throws CheckpointException {
        return norm(scope, config, weights, name, x);
    }

    static Value norm(
            Scope scope, LanguageConfig config, WeightSource weights, String name, Value x)
            throws CheckpointException {
        var norm = new DecoderNorm(config.form().norm(), weights);
        return switch (config.form().norm().kind()) {
            case RMS, RMS_PLUS_ONE ->
                    scope.simplifiedLayerNormalization(
                            x, norm.factors(scope, name), norm.epsilon());
            case LAYER -> norm.layerNormalization(scope, name, x);
        };
    }

    /// @return `[B, S, H·E]`
    private Value attention(Scope scope, String name, Value x) throws CheckpointException {
        long headDim = config.headDim();
        long groups = config.numKvHeads();
        long perGroup = config.numHeads() / groups;
        var query = turned(scope, config.numHeads(), linear(scope, name, "q_proj", x));
        var grouped = scope.reshape(query, 0, 0, groups, perGroup, headDim);
        var byGroup = scope.transpose(grouped, 0, 2, 3, 1, 4);
        var queries = memory.keep("query", scope.reshape(byGroup, 0, 0, -1, headDim));
        var key = turned(scope, groups, linear(scope, name, "k_proj", x));
        var keys = memory.keep("keys", byGroup(scope, key));
        var values = memory.keep("values", byGroup(scope, linear(scope, name, "v_proj", x)));

        // [B, G, R·S, E] · [B, G, E, S]
        float scale = (float) (1 / Math.sqrt(headDim));
        var scores = scope.add(scope.matMulTransposed(scale, queries, keys), surroundings.bias());
        var probabilities = memory.keepLarge("probabilities", scope.softmax(scores));
        // [B, G, R·S, S] · [B, G, S, E]
        var context = scope.scaledMatMul(1, probabilities, values);
        var heads = scope.reshape(context, 0, 0, perGroup, -1, headDim);
        var rows = scope.transpose(heads, 0, 3, 1, 2, 4);
        return scope.reshape(rows, 0, 0, config.numHeads() * headDim);
    }

    private Value linear(Scope scope, String block, String name, Value x)
            throws CheckpointException {
        return weights.linear(scope.enter(name), block + "." + name, x);
    }

    /// Rotary position embedding of `[B, S, heads·E]`.
    private Value turned(Scope scope, long heads, Value x) {
        long dims = config.rope().dims();
        var attributes =
                Map.of(
                        "num_heads", Attribute.of(heads),
                        "rotary_embedding_dim", Attribute.of(dims == config.headDim() ? 0 : dims));
        var start = scope.integers(0);
        return scope.add(
                        Op.ROTARY_EMBEDDING,
                        attributes,
                        x,
                        start,
                        surroundings.cos(),
                        surroundings.sin())
                .getFirst();
    }

    /// `[B, S, G·E]` to `[B, G, S, E]`.
    private Value byGroup(Scope scope, Value x) {
        var heads = scope.reshape(x, 0, 0, config.numKvHeads(), config.headDim());
        return scope.transpose(heads, 0, 2, 1, 3);
    }

    private Value mlp(Scope scope, String name, Value x) throws CheckpointException {
        var gate = memory.keepLarge("gate", linear(scope, name, "gate_proj", x));
        var up = memory.keepLarge("up", linear(scope, name, "up_proj", x));
        return linear(scope, name, "down_proj", scope.mul(active(scope, gate), up));
    }

    private Value active(Scope scope, Value gate) {
        return switch (config.form().activation()) {
            case SILU -> scope.quickGelu(gate, 1);
            case GELU, GELU_TANH, QUICK_GELU ->
                    Activations.apply(scope, config.form().activation(), Lowering.PLAIN, gate);
        };
    }
}
