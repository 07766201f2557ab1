package dev.nunchi.engine.checkpoint;

/// A decoder's sizes and constants.
///
/// @param contextLength most positions the model was made for
/// @param attentionBias whether q, k, v and o projections have a bias
/// @param tiedHead whether the head is the embedding table; then there is no `lm_head.weight`
public record LanguageConfig(
        Architecture architecture,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        int numKvHeads,
        int headDim,
        int vocabSize,
        int contextLength,
        double rmsNormEps,
        Rope rope,
        boolean attentionBias,
        boolean tiedHead) {

    /// Decoder families that can be built.
    public enum Architecture {
        /// RMSNorm, rotary grouped-query attention, SiLU-gated MLP.
        LLAMA
    }
}
