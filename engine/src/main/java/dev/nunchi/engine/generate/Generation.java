package dev.nunchi.engine.generate;

import java.util.List;

/// What came of a prompt.
///
/// @param ids the generated tokens without the one that ended them
/// @param text what they say, up to the stop string if one ended it
/// @param reusedTokens tokens of the prompt that the cache still held
/// @param cacheBytes of the keys and values of prompt and answer
/// @param runs of the decoder after the prompt's: one a token, fewer where speculation helped
public record Generation(
        List<Integer> ids,
        String text,
        FinishReason finishReason,
        int reusedTokens,
        int runs,
        long cacheBytes,
        Timing timing) {
    public Generation {
        ids = List.copyOf(ids);
    }

    /// In milliseconds.
    ///
    /// @param prefill from the call to the prompt's last logits
    /// @param firstToken from the call to the first token; 0 if there was none
    /// @param decode from the first token to the last
    public record Timing(double prefill, double firstToken, double decode) {}
}
