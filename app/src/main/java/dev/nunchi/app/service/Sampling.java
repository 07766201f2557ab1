package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.generate.SamplingOptions;

import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/// From what the person chose to what the engine is told.
final class Sampling {
    /// Enough for other words, not so much that a small model loses the thread.
    private static final double OTHER_WORDS = 0.7;

    private Sampling() {}

    /// How one more answer to the same question is made: temperature 0 and a fixed seed would
    /// repeat the one before it word for word.
    ///
    /// @param earlier answers there are
    static Generation another(Generation generation, int earlier) {
        var seed = generation.seed();
        return generation
                .withTemperature(otherTemperature(generation))
                .withSeed(seed.isPresent() ? OptionalLong.of(seed.getAsLong() + earlier) : seed);
    }

    static double otherTemperature(Generation generation) {
        return generation.temperature() == 0 ? OTHER_WORDS : generation.temperature();
    }

    static AnswerOptions options(Generation generation) {
        long seed = generation.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong());
        return AnswerOptions.defaults()
                .withMaxNewTokens(generation.maxNewTokens())
                .withSampling(
                        SamplingOptions.greedy()
                                .withTemperature(generation.temperature())
                                .withSeed(seed));
    }
}
