package dev.nunchi.app.store;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;

/// How a finished answer came about.
public record AnswerFacts(FinishReason finishReason, TokenUsage usage, AnswerTiming timing) {
    public static AnswerFacts of(Answer answer) {
        return new AnswerFacts(answer.finishReason(), answer.usage(), answer.timing());
    }

    public double tokensPerSecond() {
        return timing.tokensPerSecond(usage.newTokens());
    }
}
