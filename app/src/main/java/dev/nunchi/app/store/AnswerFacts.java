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

    /// The facts of an answer that these went on with.
    ///
    /// @param first of its beginning
    public AnswerFacts after(AnswerFacts first) {
        var then = first.timing();
        return new AnswerFacts(
                finishReason,
                new TokenUsage(
                        first.usage().promptTokens(),
                        first.usage().imageTokens(),
                        first.usage().newTokens() + usage.newTokens()),
                new AnswerTiming(
                        then.pictures() + timing.pictures(),
                        then.prefill() + timing.prefill(),
                        then.firstToken(),
                        then.decode() + timing.decode(),
                        then.total() + timing.total()));
    }

    public double tokensPerSecond() {
        return timing.tokensPerSecond(usage.newTokens());
    }
}
