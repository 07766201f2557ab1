package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.List;

/// Low-rank updates that every run brings along, so that one set of weights serves many adapters.
///
/// ```
/// x ─ MatMul(lora_A) ─ MatMul(lora_B) ─┐
/// └─ linear ───────────────────────── Add ─
/// ```
///
/// The inputs are in [DecoderNames#loraA] and [DecoderNames#loraB]: transposed once by whoever
/// loads them rather than at every token. Factors of zeros leave the linear layer's result as it
/// is, bit by bit.
final class LoraInputs {
    /// All factors of a run have one rank.
    private static final Dim RANK = Dim.of("R");

    private final GraphBuilder graph;

    LoraInputs(GraphBuilder graph) {
        this.graph = graph;
    }

    /// @param layers whose results `y` are, end to end
    /// @return `y` with their updates added
    Value add(Scope scope, List<Layer> layers, Value x, Value y) {
        var updates = layers.stream().map(layer -> update(scope, layer, x)).toArray(Value[]::new);
        return scope.add(y, updates.length == 1 ? updates[0] : scope.concat(-1, updates));
    }

    /// A linear layer.
    record Layer(String name, long outputs) {}

    private Value update(Scope scope, Layer layer, Value x) {
        var inputs = x.type().dim(-1);
        var a = graph.input(DecoderNames.loraA(layer.name()), DType.F32, inputs, RANK);
        var b =
                graph.input(
                        DecoderNames.loraB(layer.name()), DType.F32, RANK, Dim.of(layer.outputs()));
        return scope.matMul(scope.matMul(x, a), b);
    }
}
