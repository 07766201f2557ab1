package dev.nunchi.app.store;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;

import java.util.Optional;

/// How a finished answer came about.
///
/// @param usage with 0 new tokens where nobody counted them
/// @param answerer who gave it; empty where that is not known
public record AnswerFacts(
        FinishReason finishReason,
        TokenUsage usage,
        AnswerTiming timing,
        Optional<Answerer> answerer) {
    /// Of an answer that anybody may have given.
    public AnswerFacts(FinishReason finishReason, TokenUsage usage, AnswerTiming timing) {
        this(finishReason, usage, timing, Optional.empty());
    }

    /// Of an answer that came from a file: nobody measured it here.
    public static AnswerFacts unmeasured(Answerer by) {
        return new AnswerFacts(
                FinishReason.STOP,
                new TokenUsage(0, 0, 0),
                new AnswerTiming(0, 0, 0, 0, 0),
                Optional.of(by));
    }

    public static AnswerFacts of(Answer answer, Answerer by) {
        return new AnswerFacts(
                answer.finishReason(), answer.usage(), answer.timing(), Optional.of(by));
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
                        then.total() + timing.total()),
                answerer);
    }

    public double tokensPerSecond() {
        return timing.tokensPerSecond(usage.newTokens());
    }
}
