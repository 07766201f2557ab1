package dev.nunchi.engine.library;

import dev.nunchi.engine.quantize.FeatureDamage;

/// What came of packing a vision tower to 8 bits.
///
/// @param damage of its features
/// @param kept whether it stayed packed; otherwise it is as it was stored
public record TowerPacking(FeatureDamage damage, Kept kept) {
    /// Which of both towers the model has.
    public enum Kept {
        PACKED,
        STORED
    }

    /// Keeps what is faithful.
    public static TowerPacking of(FeatureDamage damage) {
        return new TowerPacking(damage, damage.isFaithful() ? Kept.PACKED : Kept.STORED);
    }
}
