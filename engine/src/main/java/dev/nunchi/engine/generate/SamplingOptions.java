package dev.nunchi.engine.generate;

/// How the next token is chosen from the logits. Each step is off at the value in brackets.
///
/// @param temperature `≥ 0`; 0 takes the most probable token always [1]
/// @param topK keep the k most probable tokens and their equals [0]
/// @param topP keep the fewest most probable tokens that reach this sum, `(0, 1]` [1]
/// @param minP drop tokens below this part of the greatest probability, `[0, 1]` [0]
/// @param repetitionPenalty divides the positive logits of tokens seen before, multiplies the
///   negative ones; `> 0` [1]
/// @param seed the same seed chooses the same tokens from the same logits, everywhere
public record SamplingOptions(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        long seed) {
    public SamplingOptions {
        check(
                temperature >= 0 && temperature < Double.POSITIVE_INFINITY,
                "temperature",
                temperature);
        check(topK >= 0, "topK", topK);
        check(topP > 0 && topP <= 1, "topP", topP);
        check(minP >= 0 && minP <= 1, "minP", minP);
        check(
                repetitionPenalty > 0 && repetitionPenalty < Double.POSITIVE_INFINITY,
                "repetitionPenalty",
                repetitionPenalty);
    }

    /// The most probable token always; nothing else is on.
    public static SamplingOptions greedy() {
        return new SamplingOptions(0, 0, 1, 0, 1, 0);
    }

    public SamplingOptions withTemperature(double value) {
        return new SamplingOptions(value, topK, topP, minP, repetitionPenalty, seed);
    }

    public SamplingOptions withTopK(int value) {
        return new SamplingOptions(temperature, value, topP, minP, repetitionPenalty, seed);
    }

    public SamplingOptions withTopP(double value) {
        return new SamplingOptions(temperature, topK, value, minP, repetitionPenalty, seed);
    }

    public SamplingOptions withMinP(double value) {
        return new SamplingOptions(temperature, topK, topP, value, repetitionPenalty, seed);
    }

    public SamplingOptions withRepetitionPenalty(double value) {
        return new SamplingOptions(temperature, topK, topP, minP, value, seed);
    }

    public SamplingOptions withSeed(long value) {
        return new SamplingOptions(temperature, topK, topP, minP, repetitionPenalty, value);
    }

    private static void check(boolean holds, String name, double value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
