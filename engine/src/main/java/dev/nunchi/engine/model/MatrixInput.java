package dev.nunchi.engine.model;

import java.util.List;
import java.util.Optional;

/// What the matrices of a decoder layer are given.
public enum MatrixInput {
    /// The layer's input, normalised.
    ATTENTION("q_proj", "k_proj", "v_proj", "qkv_proj", "attn_q", "attn_k", "attn_v", "attn_qkv"),
    /// The heads' results.
    ATTENTION_OUTPUT("o_proj", "attn_output"),
    /// The sum after attention, normalised.
    MLP("gate_proj", "up_proj", "gate_up_proj", "ffn_gate", "ffn_up"),
    /// What is between the MLP's matrices.
    MLP_OUTPUT("down_proj", "ffn_down");

    /// Matrices that are given this, as safetensors and GGUF files call them.
    private final List<String> takers;

    MatrixInput(String... takers) {
        this.takers = List.of(takers);
    }

    /// What a matrix is given.
    ///
    /// @param module a matrix's name without `.weight`, whatever stands before the last part
    public static Optional<MatrixInput> of(String module) {
        String name = module.substring(module.lastIndexOf('.') + 1);
        for (var input : values()) {
            if (input.takers.contains(name)) {
                return Optional.of(input);
            }
        }
        return Optional.empty();
    }
}
