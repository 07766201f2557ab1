package dev.nunchi.engine.checkpoint;

/// A vision tower's sizes and constants.
public sealed interface VisionConfig permits TransformerConfig, EfficientNetConfig {

    /// Side of the square picture, in pixels.
    int imageSize();

    /// Width of one feature row.
    int hiddenSize();

    /// Hidden layers; hidden state 0 is the embedding, state `numLayers` the last layer's output.
    int numLayers();

    /// Feature rows per picture, without a class token.
    int numPatches();

    /// Rows before the patches: 1 where there is a class token.
    int classTokens();
}
