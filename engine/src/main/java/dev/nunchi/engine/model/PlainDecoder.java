package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// All decoder layers from standard operators, with a KV cache that each run makes longer.
final class PlainDecoder {
    private final LanguageConfig config;
    private final GraphBuilder graph;
    private final Map<String, PlainLayer> layers = new HashMap<>();
    private final DecoderNorm norm;

    PlainDecoder(LanguageConfig config, Weights weights, GraphBuilder graph) {
        this.config = config;
        this.graph = graph;
        norm = new DecoderNorm(config.form().norm(), weights);
        var newTokens = Dim.of("S");
        var positions = graph.input(DecoderNames.POSITION_IDS, DType.I64, Dim.of(1), newTokens);
        var rotation = Rotation.at(graph, RotaryTable.of(config), positions);
        for (int i = 0; i < config.numLayers(); i++) {
            layers.computeIfAbsent(
                    bias(i), name -> new PlainLayer(config, weights, rotation, biasInput(name)));
        }
    }

    private String bias(int layer) {
        return CausalBias.window(config, layer).isPresent()
                ? DecoderNames.WINDOW_BIAS
                : DecoderNames.ATTENTION_BIAS;
    }

    private Value biasInput(String name) {
        var newTokens = Dim.of("S");
        return graph.input(
                name, DType.F32, Dim.of(1), Dim.of(1), newTokens, Dim.of("P").plus(newTokens));
    }

    private PlainLayer layer(int index) {
        return Objects.requireNonNull(layers.get(bias(index)));
    }

    /// @param embeddings `[1, S, D]`
    /// @return `[1, S, D]` after the final norm
    Value layers(Scope scope, Value embeddings) throws CheckpointException {
        var hidden = embeddings;
        for (int i = 0; i < config.numLayers(); i++) {
            var place = scope.enter("layers." + i);
            int index = i;
            hidden =
                    layer(i).apply(
                                    place,
                                    "model.layers." + i,
                                    hidden,
                                    fresh -> append(place.enter("attn"), index, fresh));
        }
        return norm.apply(scope.enter("norm"), "model.norm", hidden);
    }

    private PlainLayer.KeysAndValues append(
            Scope scope, int index, PlainLayer.KeysAndValues fresh) {
        var keys = scope.concat(2, past(DecoderNames.pastKey(index)), fresh.keys());
        var values = scope.concat(2, past(DecoderNames.pastValue(index)), fresh.values());
        graph.output(DecoderNames.presentKey(index), keys);
        graph.output(DecoderNames.presentValue(index), values);
        return new PlainLayer.KeysAndValues(keys, values);
    }

    /// `[1, G, P, E]`.
    private Value past(String name) {
        return graph.input(
                name,
                DType.F32,
                Dim.of(1),
                Dim.of(config.numKvHeads()),
                Dim.of("P"),
                Dim.of(config.headDim()));
    }
}
