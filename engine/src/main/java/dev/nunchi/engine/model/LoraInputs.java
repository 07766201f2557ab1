package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

/// Low-rank updates that every run brings along, so that one set of weights serves many adapters.
///
/// ```
/// x ─ MatMul(lora_A) ─ MatMul(lora_B) ─┐
/// └─ linear ───────────────────────── Add ─
/// ```
///
/// The inputs are in [DecoderNames#loraA] and [DecoderNames#loraB]: transposed, scaled and put
/// together for a [LoraGroup] once by whoever loads them rather than at every token. Factors of
/// zeros leave the linear layers' results as they are, bit by bit.
final class LoraInputs implements LoraUpdates {
    private final GraphBuilder graph;

    LoraInputs(GraphBuilder graph) {
        this.graph = graph;
    }

    @Override
    public Value add(Scope scope, LoraGroup group, Value x, Value y) {
        var rank = Dim.of("rank of " + group.name());
        var a = graph.input(DecoderNames.loraA(group.name()), DType.F32, x.type().dim(-1), rank);
        var b = graph.input(DecoderNames.loraB(group.name()), DType.F32, rank, y.type().dim(-1));
        return scope.add(y, scope.matMul(scope.matMul(x, a), b));
    }
}
