package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.ArrayList;
import java.util.List;

/// Reads the rotary embedding of a `config.json`: `rope_theta` and `rope_scaling`, or the
/// `rope_parameters` that replaced both.
///
/// Arithmetic is that of transformers' `modeling_rope_utils.py`.
final class HfRope {
    private static final double DEFAULT_THETA = 10_000;
    private static final List<String> TYPES =
            List.of("default", "linear", "dynamic", "llama3", "yarn", "longrope");
    private static final double YARN_SLOPE = 0.1;

    private final ConfigNode node;
    private final ConfigNode scaling;
    private final double theta;
    private final int dims;
    private final int contextLength;

    private HfRope(ConfigNode node, int headDim, int contextLength, double partByDefault)
            throws CheckpointException {
        this.node = node;
        this.contextLength = contextLength;
        var older = node.object("rope_scaling").orElse(node);
        scaling = node.object("rope_parameters").orElse(older);
        theta = scaling.positive("rope_theta", node.positive("rope_theta", DEFAULT_THETA));
        double part = node.positive("partial_rotary_factor", partByDefault);
        dims = (int) (headDim * scaling.positive("partial_rotary_factor", part));
        node.require(
                "partial_rotary_factor",
                dims > 0 && dims <= headDim && dims % 2 == 0,
                "an even part of the head");
    }

    /// @param contextLength the model's `max_position_embeddings`
    /// @param partByDefault the part of a head that turns where the configuration does not say
    static Rope read(ConfigNode node, int headDim, int contextLength, double partByDefault)
            throws EngineException {
        return new HfRope(node, headDim, contextLength, partByDefault).rope();
    }

    private Rope rope() throws EngineException {
        var olderName = scaling.text("type").orElse("default");
        String type = scaling.text("rope_type").orElse(olderName);
        var form =
                switch (type) {
                    // dynamic scaling begins where the context of the model ends
                    case "default", "dynamic" -> new Rope.None();
                    case "linear" -> new Rope.Linear(scaling.positive("factor", 1));
                    case "llama3" -> llama3();
                    case "yarn" -> yarn();
                    case "longrope", "su" -> longRope();
                    default ->
                            throw new UnsupportedModelException("rope type '" + type + "'", TYPES);
                };
        return new Rope(theta, dims, form);
    }

    private int originalContext() throws CheckpointException {
        int inside = scaling.size("original_max_position_embeddings", contextLength);
        return node.size("original_max_position_embeddings", inside);
    }

    private Rope.Llama3 llama3() throws CheckpointException {
        var form =
                new Rope.Llama3(
                        scaling.positive("factor", 8),
                        scaling.positive("low_freq_factor", 1),
                        scaling.positive("high_freq_factor", 4),
                        originalContext());
        scaling.require("high_freq_factor", form.highFreq() > form.lowFreq(), "more than the low");
        return form;
    }

    private Rope.Yarn yarn() throws CheckpointException {
        int original = originalContext();
        double factor = scaling.positive("factor", (double) contextLength / original);
        double low = pairTurning(scaling.positive("beta_fast", 32), original);
        double high = pairTurning(scaling.positive("beta_slow", 1), original);
        if (scaling.flag("truncate", true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        return new Rope.Yarn(
                factor, Math.max(low, 0), Math.min(high, dims - 1.0), yarnAttention(factor));
    }

    /// The pair that turns so many times over the context, as a fraction.
    private double pairTurning(double turns, int context) {
        return dims * Math.log(context / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }

    private double yarnAttention(double factor) throws CheckpointException {
        double scale = scaling.number("mscale").orElse(0.0);
        double everywhere = scaling.number("mscale_all_dim").orElse(0.0);
        double inferred =
                scale != 0 && everywhere != 0
                        ? magnitude(factor, scale) / magnitude(factor, everywhere)
                        : magnitude(factor, 1);
        return scaling.positive("attention_factor", inferred);
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : YARN_SLOPE * scale * Math.log(factor) + 1;
    }

    private Rope.LongRope longRope() throws CheckpointException {
        var divisors = new ArrayList<Double>();
        for (var value : scaling.value("short_factor")) {
            divisors.add(value.asDouble(0));
        }
        scaling.require(
                "short_factor",
                divisors.size() == dims / 2 && divisors.stream().allMatch(d -> d > 0),
                dims / 2 + " numbers above 0");
        int original = originalContext();
        double factor = scaling.positive("factor", (double) contextLength / original);
        double inferred = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        return new Rope.LongRope(
                divisors, scaling.positive("attention_factor", inferred), original);
    }
}
