package dev.nunchi.engine.generate;

import java.util.List;
import java.util.Set;

/// When an answer ends and how its tokens are chosen.
///
/// @param maxNewTokens `>= 1`
/// @param stopIds tokens that end an answer; they are no part of it
/// @param stopStrings an answer ends before the first of these; none may be empty
public record GenerationOptions(
        int maxNewTokens,
        SamplingOptions sampling,
        Set<Integer> stopIds,
        List<String> stopStrings) {
    public GenerationOptions {
        stopIds = Set.copyOf(stopIds);
        stopStrings = List.copyOf(stopStrings);
    }
}
