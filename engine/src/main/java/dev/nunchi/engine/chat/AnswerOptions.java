package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.SamplingOptions;

import java.util.List;
import java.util.Optional;

/// How an answer is to be generated.
///
/// @param maxNewTokens `>= 1`
/// @param stopStrings an answer ends before the first of these; none may be empty
/// @param adapter the name of an adapter that the model was opened with; empty for the model's own
///   answer, as [OpenOptions#form] has it
public record AnswerOptions(
        int maxNewTokens,
        SamplingOptions sampling,
        List<String> stopStrings,
        Optional<String> adapter) {
    public AnswerOptions {
        stopStrings = List.copyOf(stopStrings);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens " + maxNewTokens + " < 1");
        }
        if (stopStrings.contains("")) {
            throw new IllegalArgumentException("an empty stop string stops everything");
        }
    }

    /// Greedy, at most 256 new tokens.
    public static AnswerOptions defaults() {
        return new AnswerOptions(256, SamplingOptions.greedy(), List.of(), Optional.empty());
    }

    public AnswerOptions withMaxNewTokens(int count) {
        return new AnswerOptions(count, sampling, stopStrings, adapter);
    }

    public AnswerOptions withSampling(SamplingOptions options) {
        return new AnswerOptions(maxNewTokens, options, stopStrings, adapter);
    }

    public AnswerOptions withAdapter(String name) {
        return new AnswerOptions(maxNewTokens, sampling, stopStrings, Optional.of(name));
    }

    public AnswerOptions withoutAdapter() {
        return new AnswerOptions(maxNewTokens, sampling, stopStrings, Optional.empty());
    }
}
