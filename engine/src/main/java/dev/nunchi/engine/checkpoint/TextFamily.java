package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

import java.util.Optional;

/// A family of language models as Hugging Face's `model_type` names it: what it leaves out of its
/// `config.json`, and where its decoder differs from Llama's.
///
/// A new family is a class like [QwenFamily] and a row of [TextFamilies#BY_MODEL_TYPE].
interface TextFamily {
    /// What its makers call it.
    String title();

    /// The sizes that transformers' configuration class has where the file has none.
    Defaults defaults();

    /// What differs from Llama, as far as the file says.
    ///
    /// @param epsilon of the norms
    /// @param layers how many there are
    DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException;

    /// The key of the norms' epsilon.
    default String epsilonKey() {
        return "rms_norm_eps";
    }

    default double defaultEpsilon() {
        return 1e-6;
    }

    /// The part of a head that turns where the file does not say.
    default double rotaryPart() {
        return 1;
    }

    /// Sizes left out of a file.
    ///
    /// @param numKvHeads empty: as many as heads
    /// @param headDim empty: the hidden size shared by the heads
    record Defaults(
            int hiddenSize,
            int intermediateSize,
            int numLayers,
            int numHeads,
            Optional<Integer> numKvHeads,
            Optional<Integer> headDim,
            int vocabSize,
            int maxPositions,
            boolean tiedHead) {}
}
