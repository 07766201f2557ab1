package dev.nunchi.engine.library;

import dev.nunchi.engine.quantize.Damage;

import java.util.Optional;

/// How a model's weights were packed when it was imported, and what that cost.
///
/// @param quantisation e.g. `Q4_0`
/// @param bits of a weight of the decoder's layers, scales apart
/// @param weightError root mean square of the packed weights' error over that of the weights
/// @param damage what its predictions lost, if that was measured
public record PackedWeights(
        String quantisation, int bits, double weightError, Optional<Damage> damage) {
    PackedWeights withDamage(Damage measured) {
        return new PackedWeights(quantisation, bits, weightError, Optional.of(measured));
    }
}
