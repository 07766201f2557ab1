package dev.nunchi.engine.generate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// When an answer ends and how its tokens are chosen.
///
/// @param maxNewTokens `>= 1`
/// @param stopIds tokens that end an answer; they are no part of it
/// @param stopStrings an answer ends before the first of these; none may be empty
/// @param rule what the answer may read
/// @param alternatives how many of the likeliest tokens the listener hears of at each token; empty
///   for nothing of the kind
/// @param speculation where the device's cache forgets without copying; elsewhere there is none
public record GenerationOptions(
        int maxNewTokens,
        SamplingOptions sampling,
        Set<Integer> stopIds,
        List<String> stopStrings,
        Optional<TextRule> rule,
        OptionalInt alternatives,
        Speculation speculation) {
    public GenerationOptions {
        stopIds = Set.copyOf(stopIds);
        stopStrings = List.copyOf(stopStrings);
    }

    /// With speculation.
    public GenerationOptions(
            int maxNewTokens,
            SamplingOptions sampling,
            Set<Integer> stopIds,
            List<String> stopStrings,
            Optional<TextRule> rule,
            OptionalInt alternatives) {
        this(
                maxNewTokens,
                sampling,
                stopIds,
                stopStrings,
                rule,
                alternatives,
                Speculation.PROMPT_LOOKUP);
    }

    /// With speculation, without a rule.
    public GenerationOptions(
            int maxNewTokens,
            SamplingOptions sampling,
            Set<Integer> stopIds,
            List<String> stopStrings) {
        this(maxNewTokens, sampling, stopIds, stopStrings, Optional.empty(), OptionalInt.empty());
    }

    public GenerationOptions withSpeculation(Speculation other) {
        return new GenerationOptions(
                maxNewTokens, sampling, stopIds, stopStrings, rule, alternatives, other);
    }
}
