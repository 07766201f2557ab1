package dev.nunchi.engine.library;

/// How a model's weights were packed when it was imported.
///
/// @param quantisation e.g. `Q4_0`
/// @param weightError root mean square of the packed weights' error over that of the weights
/// @param bits of a weight of the decoder's layers, scales apart
public record PackedWeights(String quantisation, int bits, double weightError) {}
