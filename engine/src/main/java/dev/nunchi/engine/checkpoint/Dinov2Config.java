package dev.nunchi.engine.checkpoint;

/// A DINOv2 vision transformer (Oquab et al., 2023) with layer scale, over RGB pictures of the size
/// its position table was made for.
///
/// @param qkvBias whether query, key and value have a bias
public record Dinov2Config(
        int imageSize,
        int patchSize,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        double layerNormEps,
        Activation activation,
        boolean qkvBias)
        implements TransformerConfig {}
