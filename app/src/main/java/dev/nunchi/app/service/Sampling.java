package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.generate.SamplingOptions;

import java.util.concurrent.ThreadLocalRandom;

/// From what the person chose to what the engine is told.
final class Sampling {
    private Sampling() {}

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
