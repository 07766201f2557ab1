package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.DecoderForm;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// A decoder's normalisation from standard operators.
record DecoderNorm(DecoderForm.Norm form, WeightSource weights) {

    /// Normalises rows with the weights `name.weight` and, where the form has one, `name.bias`.
    ///
    /// @param x `[…, D]`
    Value apply(Scope scope, String name, Value x) throws CheckpointException {
        return switch (form.kind()) {
            case RMS, RMS_PLUS_ONE -> scope.mul(overRms(scope, x), factors(scope, name));
            case LAYER -> layerNormalization(scope, name, x);
        };
    }

    /// What rows divided by their root mean square are multiplied by.
    Value factors(Scope scope, String name) throws CheckpointException {
        var gamma = weights.tensor(scope, name + ".weight");
        return switch (form.kind()) {
            case RMS, LAYER -> gamma;
            case RMS_PLUS_ONE -> scope.add(gamma, scope.scalar(1));
        };
    }

    Value layerNormalization(Scope scope, String name, Value x) throws CheckpointException {
        var beta = weights.tensor(scope, name + ".bias");
        return scope.layerNormalization(x, factors(scope, name), beta, epsilon());
    }

    float epsilon() {
        return (float) form.epsilon();
    }

    /// `x / sqrt(mean(x²) + eps)`.
    private Value overRms(Scope scope, Value x) {
        var variance = scope.reduceMean(scope.mul(x, x), -1);
        return scope.div(x, scope.sqrt(scope.add(variance, scope.scalar(epsilon()))));
    }
}
