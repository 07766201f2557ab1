package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.engine.chat.AnswerOptions;

/// From what the person chose to what the engine is told.
final class Sampling {
    private Sampling() {}

    static AnswerOptions options(Generation generation) {
        return AnswerOptions.defaults().withMaxNewTokens(generation.maxNewTokens());
    }
}
