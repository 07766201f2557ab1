package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads a vision tower's part of a `config.json`.
final class HfVision {
    /// A new tower is a configuration like [SiglipConfig], a graph like `model.SiglipTower`, and a
    /// row here.
    private static final Map<String, Reader> BY_MODEL_TYPE =
            new TreeMap<>(
                    Map.of(
                            "clip_vision_model", ClipConfig::read,
                            "siglip_vision_model", SiglipConfig::read,
                            "dinov2", Dinov2Config::read,
                            "efficientnet_lite0",
                                    node -> new EfficientNetConfig(node.size("image_size", 224))));

    private interface Reader {
        VisionConfig read(ConfigNode node) throws EngineException;
    }

    private HfVision() {}

    static VisionConfig read(ConfigNode node) throws EngineException {
        String tower = node.text("model_type").orElse("clip_vision_model");
        var reader = BY_MODEL_TYPE.get(tower);
        if (reader == null) {
            throw new UnsupportedModelException(
                    "vision tower '" + tower + "'", List.copyOf(BY_MODEL_TYPE.keySet()));
        }
        var config = reader.read(node);
        if (config instanceof TransformerConfig transformer) {
            requireWholeHeads(node, transformer);
        }
        return config;
    }

    private static void requireWholeHeads(ConfigNode node, TransformerConfig config)
            throws CheckpointException {
        node.require("patch_size", config.numPatches() > 0, "a patch smaller than the picture");
        node.require(
                "num_attention_heads",
                config.hiddenSize() % config.numHeads() == 0,
                "a divisor of hidden_size");
        node.require("num_channels", node.integer("num_channels", 3) == 3, "3");
    }
}
