package dev.nunchi.engine.quantize;

/// What packing has done to a language model, measured on [SampleTexts].
///
/// @param positions tokens that both models predicted
/// @param divergence mean Kullback–Leibler divergence of the packed model's next-token distribution
///   from the original's, in nats; 0 if nothing has changed
/// @param agreement share of positions at which both think the same token the likeliest, 0 to 1
/// @param perplexity of the texts under the original model
/// @param packedPerplexity of the texts under the packed model
public record Damage(
        int positions,
        double divergence,
        double agreement,
        double perplexity,
        double packedPerplexity) {}
