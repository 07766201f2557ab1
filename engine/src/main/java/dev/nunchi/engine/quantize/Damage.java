package dev.nunchi.engine.quantize;

import java.util.Optional;

/// What packing has done to a model, its language measured on [SampleTexts].
///
/// @param positions tokens that both models predicted
/// @param divergence mean Kullback–Leibler divergence of the packed model's next-token distribution
///   from the original's, in nats; 0 if nothing has changed
/// @param agreement share of positions at which both think the same token the likeliest, 0 to 1
/// @param perplexity of the texts under the original model
/// @param packedPerplexity of the texts under the packed model
/// @param captions of the bundled pictures; empty if the model takes none
public record Damage(
        int positions,
        double divergence,
        double agreement,
        double perplexity,
        double packedPerplexity,
        Optional<CaptionDamage> captions) {
    /// Of a language model alone.
    public Damage(
            int positions,
            double divergence,
            double agreement,
            double perplexity,
            double packedPerplexity) {
        this(positions, divergence, agreement, perplexity, packedPerplexity, Optional.empty());
    }

    public Damage withCaptions(Optional<CaptionDamage> measured) {
        return new Damage(positions, divergence, agreement, perplexity, packedPerplexity, measured);
    }
}
