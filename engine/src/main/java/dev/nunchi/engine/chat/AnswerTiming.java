package dev.nunchi.engine.chat;

/// Where the time of an answer went, in milliseconds.
///
/// @param pictures decoding is not in it: vision tower and projector, 0 when all were cached
/// @param prefill reading the prompt
/// @param firstToken from the call to the first token
/// @param decode from the first token to the last
/// @param total from the call to its return
public record AnswerTiming(
        double pictures, double prefill, double firstToken, double decode, double total) {
    /// Decoding speed; 0 when fewer than two tokens came.
    ///
    /// @param newTokens as in [TokenUsage]
    public double tokensPerSecond(int newTokens) {
        return newTokens < 2 || decode <= 0 ? 0 : (newTokens - 1) * 1000.0 / decode;
    }
}
