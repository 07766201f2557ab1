package dev.nunchi.engine.checkpoint;

/// A CLIP vision transformer (Radford et al., 2021) over RGB pictures.
///
/// @param hiddenSize width of the residual stream
public record ClipConfig(
        int imageSize,
        int patchSize,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        double layerNormEps,
        Activation activation)
        implements TransformerConfig {}
