package dev.nunchi.engine.checkpoint;

/// What vision transformers have in common: square patches, mostly a class token before them,
/// pre-norm layers.
public sealed interface TransformerConfig extends VisionConfig
        permits ClipConfig, Dinov2Config, SiglipConfig {

    /// Side of a patch, in pixels.
    int patchSize();

    /// Attention heads.
    int numHeads();

    /// Added to the variance in every LayerNorm.
    double layerNormEps();

    /// Between the two layers of each MLP.
    Activation activation();

    @Override
    default int numPatches() {
        int side = imageSize() / patchSize();
        return side * side;
    }

    @Override
    default int classTokens() {
        return 1;
    }
}
