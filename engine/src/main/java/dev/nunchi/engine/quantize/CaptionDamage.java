package dev.nunchi.engine.quantize;

/// What packing has done to what a model says of pictures.
///
/// @param original before packing
/// @param packed after it
public record CaptionDamage(CaptionLoss original, CaptionLoss packed) {}
