package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;

import java.util.Map;

/// Low-rank updates that belong to the model: constants, which ONNX Runtime lays out for the
/// processor once. A product with them also rounds alike for one row and for many, which one with
/// [LoraInputs] does not.
///
/// @param factors by the name of the [LoraGroup]; groups without any stay as they are
record LoraConstants(Map<String, LoraGroup.Factors> factors) implements LoraUpdates {
    @Override
    public Value add(Scope scope, LoraGroup group, Value x, Value y) {
        var own = factors.get(group.name());
        if (own == null) {
            return y;
        }
        var a = scope.weight(DecoderNames.loraA(group.name()), Weight.of(own.a()));
        var b = scope.weight(DecoderNames.loraB(group.name()), Weight.of(own.b()));
        return scope.add(y, scope.matMul(scope.matMul(x, a), b));
    }
}
