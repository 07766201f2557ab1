package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;

/// Reads a language model's part of a `config.json`.
final class HfText {
    private HfText() {}

    static boolean knows(String modelType) {
        return TextFamilies.BY_MODEL_TYPE.containsKey(modelType);
    }

    static List<String> families() {
        return List.copyOf(TextFamilies.BY_MODEL_TYPE.keySet());
    }

    /// @param modelType the family
    /// @param root where `tie_word_embeddings` may lie instead
    static LanguageConfig read(ConfigNode node, String modelType, ConfigNode root)
            throws EngineException {
        var family = TextFamilies.BY_MODEL_TYPE.get(modelType);
        if (family == null) {
            throw new UnsupportedModelException("language model '" + modelType + "'", families());
        }
        var defaults = family.defaults();
        int hiddenSize = node.size("hidden_size", defaults.hiddenSize());
        int layers = node.size("num_hidden_layers", defaults.numLayers());
        int numHeads = node.size("num_attention_heads", defaults.numHeads());
        int numKvHeads = node.size("num_key_value_heads", defaults.numKvHeads().orElse(numHeads));
        int shared = Math.max(hiddenSize / numHeads, 1);
        int headDim = node.size("head_dim", defaults.headDim().orElse(shared));
        requireHeads(node, numHeads, numKvHeads, headDim);
        int maxPositions = node.size("max_position_embeddings", defaults.maxPositions());
        var rope = HfRope.read(node, headDim, maxPositions, family.rotaryPart());
        boolean tied = root.flag("tie_word_embeddings", defaults.tiedHead());
        return new LanguageConfig(
                family.title(),
                hiddenSize,
                node.size("intermediate_size", defaults.intermediateSize()),
                layers,
                numHeads,
                numKvHeads,
                headDim,
                node.size("vocab_size", defaults.vocabSize()),
                rope.usable(maxPositions),
                rope,
                family.form(node, epsilon(node, family), layers),
                node.flag("tie_word_embeddings", tied));
    }

    private static double epsilon(ConfigNode node, TextFamily family) throws CheckpointException {
        return node.positive(family.epsilonKey(), family.defaultEpsilon());
    }

    private static void requireHeads(ConfigNode node, int numHeads, int numKvHeads, int headDim)
            throws CheckpointException {
        node.require("num_key_value_heads", numHeads % numKvHeads == 0, "a divisor of the heads");
        node.require("head_dim", headDim % 2 == 0, "an even number");
    }
}
