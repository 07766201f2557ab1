package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;

/// What the decoder graph's inputs and outputs are called: Hugging Face's and ONNX Runtime's names.
public final class DecoderNames {
    /// `B`: sequences that are read at once, each with a cache and a length of its own. 1 in the
    /// plain form.
    static final Dim BATCH = Dim.of("B");

    /// `[B, S, D]` float32.
    public static final String INPUTS_EMBEDS = "inputs_embeds";

    /// `[L]` int64: positions of the new tokens whose logits are wanted, `0..S`.
    public static final String LOGIT_POSITIONS = "logit_positions";

    /// `[B]` int32: `T − 1` of each sequence. Fused form only.
    public static final String SEQLENS_K = "seqlens_k";

    /// `[1]` int32: the largest `T`. Fused form only.
    public static final String TOTAL_SEQUENCE_LENGTH = "total_sequence_length";

    /// `[B, S]` int64: `P..T` of each sequence. Where [LanguageModel#takesPositions] says so.
    public static final String POSITION_IDS = "position_ids";

    /// `[1, 1, S, T]` float32, added to the scores: 0 or a very negative number. Plain form only.
    public static final String ATTENTION_BIAS = "attention_bias";

    /// As [#ATTENTION_BIAS], for layers that see the newest tokens only. Where [CausalBias#window]
    /// says that there are some.
    public static final String WINDOW_BIAS = "window_bias";

    /// `[B, L, V]` float32.
    public static final String LOGITS = "logits";

    private DecoderNames() {}

    /// `[K, R]` float32: Aᵀ of the updates of a group's linear layers, side by side. Adaptable form
    /// only.
    ///
    /// @param group the name of a [LoraGroup]
    public static String loraA(String group) {
        return group + ".lora_A";
    }

    /// `[R, N]` float32: Bᵀ of the updates of a group's linear layers, times their scale, on a
    /// diagonal. Adaptable form only.
    public static String loraB(String group) {
        return group + ".lora_B";
    }

    /// `past_key_values.N.key`.
    public static String pastKey(int layer) {
        return "past_key_values." + layer + ".key";
    }

    /// `past_key_values.N.value`.
    public static String pastValue(int layer) {
        return "past_key_values." + layer + ".value";
    }

    /// `present.N.key`.
    public static String presentKey(int layer) {
        return "present." + layer + ".key";
    }

    /// `present.N.value`.
    public static String presentValue(int layer) {
        return "present." + layer + ".value";
    }
}
