package dev.nunchi.engine.library;

import dev.nunchi.engine.quantize.Damage;

import java.nio.file.Path;
import java.util.Optional;

/// How a model's weights were packed when it was imported, and what that cost.
///
/// @param quantisation e.g. `Q4_0`
/// @param bits of a weight of the decoder's layers, scales apart
/// @param weightError root mean square of the packed weights' error over that of the weights
/// @param tower what came of packing the vision tower; empty if that was not tried
/// @param source what was imported; it may be gone since
/// @param damage what its predictions lost, if that was measured
public record PackedWeights(
        String quantisation,
        int bits,
        double weightError,
        Optional<TowerPacking> tower,
        Optional<Path> source,
        Optional<Damage> damage) {
    /// Of a language model, not measured.
    public PackedWeights(String quantisation, int bits, double weightError) {
        this(quantisation, bits, weightError, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public PackedWeights withDamage(Damage measured) {
        return new PackedWeights(
                quantisation, bits, weightError, tower, source, Optional.of(measured));
    }

    PackedWeights withTower(Optional<TowerPacking> packing) {
        return new PackedWeights(quantisation, bits, weightError, packing, source, damage);
    }

    PackedWeights withSource(Path path) {
        return new PackedWeights(quantisation, bits, weightError, tower, Optional.of(path), damage);
    }
}
