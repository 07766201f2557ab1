package dev.nunchi.engine.checkpoint;

/// Rotary position embedding, split-half form: pair `i` of a head turns by `position ·
/// theta^(−2i/E)`.
///
/// Source: Su et al., *RoFormer*; halves as in Hugging Face's `rotate_half`.
public record Rope(double theta, Scaling scaling) {

    /// How frequencies are changed for contexts longer than those trained first.
    public sealed interface Scaling {}

    /// Frequencies as they are.
    public record None() implements Scaling {}

    /// Llama 3.1's: long wavelengths divided by `factor`, short ones kept, a linear blend between.
    /// Source: `_compute_llama3_parameters` in transformers' `modeling_rope_utils.py`.
    ///
    /// @param originalContext positions the model was trained on before scaling
    public record Llama3(double factor, double lowFreq, double highFreq, int originalContext)
            implements Scaling {}
}
