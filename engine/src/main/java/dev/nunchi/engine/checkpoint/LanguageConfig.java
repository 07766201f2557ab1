package dev.nunchi.engine.checkpoint;

/// A decoder's sizes and constants.
///
/// @param family what its makers call it, e.g. `Llama`
/// @param contextLength most positions the model was made for
/// @param form what sets the decoder apart from others of its sizes
/// @param tiedHead whether the head is the embedding table; then there is no `lm_head.weight`
public record LanguageConfig(
        String family,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        int numKvHeads,
        int headDim,
        int vocabSize,
        int contextLength,
        Rope rope,
        DecoderForm form,
        boolean tiedHead) {
    /// The same with a head of its own.
    LanguageConfig untied() {
        return new LanguageConfig(
                family,
                hiddenSize,
                intermediateSize,
                numLayers,
                numHeads,
                numKvHeads,
                headDim,
                vocabSize,
                contextLength,
                rope,
                form,
                false);
    }
}
