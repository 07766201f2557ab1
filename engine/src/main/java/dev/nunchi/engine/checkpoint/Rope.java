package dev.nunchi.engine.checkpoint;

import java.util.List;

/// Rotary position embedding, split-half form: pair `i` of a head turns by `position ·
/// theta^(−2i/R)`.
///
/// Source: Su et al., *RoFormer*; halves as in Hugging Face's `rotate_half`.
///
/// @param dims how many of a head's first elements turn, `R`; even, at most the head's size
public record Rope(double theta, int dims, Scaling scaling) {

    /// How many of a model's positions can be used.
    int usable(int contextLength) {
        return scaling instanceof LongRope longRope
                ? Math.min(longRope.originalContext(), contextLength)
                : contextLength;
    }

    /// How frequencies are changed for contexts longer than those trained first.
    public sealed interface Scaling {}

    /// Frequencies as they are.
    public record None() implements Scaling {}

    /// All frequencies divided by `factor` (*Extending Context Window of Large Language Models via
    /// Positional Interpolation*, 2023).
    public record Linear(double factor) implements Scaling {}

    /// YaRN (Peng et al., 2023): slow pairs are interpolated, fast ones kept, with a ramp between.
    ///
    /// @param low first pair of the ramp, not below 0
    /// @param high where the ramp ends
    /// @param attentionFactor what cosines and sines are multiplied by
    public record Yarn(double factor, double low, double high, double attentionFactor)
            implements Scaling {}

    /// LongRoPE (Ding et al., 2024) within the context that was trained first: every pair has a
    /// divisor of its own.
    ///
    /// @param divisors one a pair
    /// @param attentionFactor what cosines and sines are multiplied by
    /// @param originalContext positions that can be used: beyond them the reference turns every key
    ///   anew, which a cache of turned keys cannot
    public record LongRope(List<Double> divisors, double attentionFactor, int originalContext)
            implements Scaling {
        public LongRope {
            divisors = List.copyOf(divisors);
        }
    }

    /// Llama 3.1's: long wavelengths divided by `factor`, short ones kept, a linear blend between.
    /// Source: `_compute_llama3_parameters` in transformers' `modeling_rope_utils.py`.
    ///
    /// @param originalContext positions the model was trained on before scaling
    public record Llama3(double factor, double lowFreq, double highFreq, int originalContext)
            implements Scaling {}
}
