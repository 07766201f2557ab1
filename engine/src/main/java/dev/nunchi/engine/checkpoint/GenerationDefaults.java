package dev.nunchi.engine.checkpoint;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How a model's makers want it to be sampled; empty where they do not say.
///
/// @param eosTokenIds tokens that end an answer
/// @param sample false for greedy decoding
public record GenerationDefaults(
        List<Integer> eosTokenIds,
        boolean sample,
        OptionalDouble temperature,
        OptionalInt topK,
        OptionalDouble topP,
        OptionalDouble repetitionPenalty) {
    public GenerationDefaults {
        eosTokenIds = List.copyOf(eosTokenIds);
    }
}
