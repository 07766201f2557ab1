package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.generate.Speculation;
import dev.nunchi.engine.generate.TextRule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How an answer is to be generated.
///
/// @param maxNewTokens `>= 1`
/// @param stopStrings an answer ends before the first of these; none may be empty
/// @param adapter the name of an adapter that the model was opened with; empty for the model's own
///   answer, as [OpenOptions#form] has it
/// @param rule what the answer may read; empty for anything
/// @param alternatives how many of the likeliest tokens the listener hears of at each token, `>=
///   0`; empty if it is not to hear of tokens
/// @param speculation changes how fast an answer comes, not what it reads
public record AnswerOptions(
        int maxNewTokens,
        SamplingOptions sampling,
        List<String> stopStrings,
        Optional<String> adapter,
        Optional<TextRule> rule,
        OptionalInt alternatives,
        Speculation speculation) {
    public AnswerOptions {
        stopStrings = List.copyOf(stopStrings);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens " + maxNewTokens + " < 1");
        }
        if (stopStrings.contains("")) {
            throw new IllegalArgumentException("an empty stop string stops everything");
        }
    }

    /// With speculation.
    public AnswerOptions(
            int maxNewTokens,
            SamplingOptions sampling,
            List<String> stopStrings,
            Optional<String> adapter,
            Optional<TextRule> rule,
            OptionalInt alternatives) {
        this(
                maxNewTokens,
                sampling,
                stopStrings,
                adapter,
                rule,
                alternatives,
                Speculation.PROMPT_LOOKUP);
    }

    /// With speculation, without a rule.
    public AnswerOptions(
            int maxNewTokens,
            SamplingOptions sampling,
            List<String> stopStrings,
            Optional<String> adapter) {
        this(maxNewTokens, sampling, stopStrings, adapter, Optional.empty(), OptionalInt.empty());
    }

    /// Greedy, at most 256 new tokens.
    public static AnswerOptions defaults() {
        return new AnswerOptions(256, SamplingOptions.greedy(), List.of(), Optional.empty());
    }

    public AnswerOptions withMaxNewTokens(int count) {
        return new AnswerOptions(
                count, sampling, stopStrings, adapter, rule, alternatives, speculation);
    }

    public AnswerOptions withSampling(SamplingOptions options) {
        return new AnswerOptions(
                maxNewTokens, options, stopStrings, adapter, rule, alternatives, speculation);
    }

    public AnswerOptions withSpeculation(Speculation other) {
        return new AnswerOptions(
                maxNewTokens, sampling, stopStrings, adapter, rule, alternatives, other);
    }

    public AnswerOptions withAdapter(String name) {
        return withAdapter(Optional.of(name));
    }

    public AnswerOptions withoutAdapter() {
        return withAdapter(Optional.empty());
    }

    private AnswerOptions withAdapter(Optional<String> name) {
        return new AnswerOptions(
                maxNewTokens, sampling, stopStrings, name, rule, alternatives, speculation);
    }
}
