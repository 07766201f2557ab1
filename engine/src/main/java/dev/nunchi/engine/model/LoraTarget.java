package dev.nunchi.engine.model;

import java.util.Optional;
import java.util.stream.Stream;

/// A decoder layer's linear layer that can be given a low-rank update, in the order of a layer.
public enum LoraTarget {
    Q_PROJ("self_attn", "q_proj"),
    K_PROJ("self_attn", "k_proj"),
    V_PROJ("self_attn", "v_proj"),
    O_PROJ("self_attn", "o_proj"),
    GATE_PROJ("mlp", "gate_proj"),
    UP_PROJ("mlp", "up_proj"),
    DOWN_PROJ("mlp", "down_proj");

    private final String block;
    private final String label;

    LoraTarget(String block, String label) {
        this.block = block;
        this.label = label;
    }

    /// As adapter files and the command line call it: `q_proj`.
    public String label() {
        return label;
    }

    /// The module within a layer, with the dot before it: `.self_attn.q_proj`.
    public String moduleName() {
        return "." + block + "." + label;
    }

    /// The module in the canonical checkpoint: `model.layers.0.self_attn.q_proj`.
    public String moduleName(int layer) {
        return "model.layers." + layer + moduleName();
    }

    /// @param label as [#label] gives it
    /// @return empty if no linear layer is called so
    public static Optional<LoraTarget> of(String label) {
        return Stream.of(values()).filter(target -> target.label.equals(label)).findFirst();
    }
}
