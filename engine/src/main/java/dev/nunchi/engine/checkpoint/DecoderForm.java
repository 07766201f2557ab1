package dev.nunchi.engine.checkpoint;

import java.util.Optional;

/// Where decoders of one shape differ: pre-norm layers with rotary grouped-query attention and a
/// gated MLP, in the variations that families of language models have made of Llama's.
///
/// @param activation of the MLP's gate
/// @param window what layers see of the past if not everything
/// @param embeddingScale what rows of the embedding table are multiplied by; rows of pictures are
///   not
public record DecoderForm(
        Norm norm,
        Activation activation,
        Biases biases,
        Optional<SlidingWindow> window,
        double embeddingScale) {

    /// Llama's: RMSNorm, SiLU, no biases.
    public static DecoderForm llama(double epsilon) {
        return new DecoderForm(
                new Norm(NormKind.RMS, epsilon), Activation.SILU, Biases.NONE, Optional.empty(), 1);
    }

    DecoderForm withNorm(NormKind kind) {
        var other = new Norm(kind, norm.epsilon());
        return new DecoderForm(other, activation, biases, window, embeddingScale);
    }

    DecoderForm withActivation(Activation other) {
        return new DecoderForm(norm, other, biases, window, embeddingScale);
    }

    DecoderForm withBiases(Biases others) {
        return new DecoderForm(norm, activation, others, window, embeddingScale);
    }

    DecoderForm withWindow(Optional<SlidingWindow> other) {
        return new DecoderForm(norm, activation, biases, other, embeddingScale);
    }

    DecoderForm withEmbeddingScale(double scale) {
        return new DecoderForm(norm, activation, biases, window, scale);
    }

    /// @param epsilon added to the variance or mean square
    public record Norm(NormKind kind, double epsilon) {}

    /// How rows are normalised.
    public enum NormKind {
        /// `x / rms(x) · γ`.
        RMS,
        /// `x / rms(x) · (1 + γ)`, Gemma's.
        RMS_PLUS_ONE,
        /// `(x − mean) / deviation · γ + β`.
        LAYER;

        /// Whether there is a β.
        public boolean hasBias() {
            return this == LAYER;
        }
    }

    /// Which linear layers have a bias.
    ///
    /// @param input of query, key and value
    /// @param output of attention's output
    /// @param mlp of gate, up and down
    public record Biases(boolean input, boolean output, boolean mlp) {
        public static final Biases NONE = new Biases(false, false, false);
    }
}
