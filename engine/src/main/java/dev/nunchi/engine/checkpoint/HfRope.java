package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;

/// Reads the rotary embedding of a `config.json`: `rope_theta` and `rope_scaling`, or the
/// `rope_parameters` that replaced both.
final class HfRope {
    private static final double DEFAULT_THETA = 10_000;

    private HfRope() {}

    static Rope read(ConfigNode node, int contextLength) throws EngineException {
        if (node.number("partial_rotary_factor").orElse(1.0) != 1.0) {
            throw new UnsupportedModelException("partial_rotary_factor", List.of("1"));
        }
        double theta = node.positive("rope_theta", DEFAULT_THETA);
        for (String key : List.of("rope_parameters", "rope_scaling")) {
            var scaling = node.object(key);
            if (scaling.isPresent()) {
                return new Rope(
                        scaling.get().positive("rope_theta", theta),
                        scaling(scaling.get(), contextLength));
            }
        }
        return new Rope(theta, new Rope.None());
    }

    private static Rope.Scaling scaling(ConfigNode node, int contextLength) throws EngineException {
        var olderName = node.text("type").orElse("default");
        String type = node.text("rope_type").orElse(olderName);
        return switch (type) {
            case "default" -> new Rope.None();
            case "llama3" -> llama3(node, contextLength);
            default ->
                    throw new UnsupportedModelException(
                            "rope type '" + type + "'", List.of("default", "llama3"));
        };
    }

    private static Rope.Llama3 llama3(ConfigNode node, int contextLength) throws EngineException {
        var scaling =
                new Rope.Llama3(
                        node.positive("factor", 8),
                        node.positive("low_freq_factor", 1),
                        node.positive("high_freq_factor", 4),
                        node.size("original_max_position_embeddings", contextLength));
        node.require(
                "high_freq_factor", scaling.highFreq() > scaling.lowFreq(), "more than the low");
        return scaling;
    }
}
