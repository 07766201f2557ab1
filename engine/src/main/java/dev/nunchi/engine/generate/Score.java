package dev.nunchi.engine.generate;

import java.util.List;

/// How likely a model finds a given answer.
///
/// @param logProbability natural logarithm of the answer's probability: the sum over its tokens,
///   `<= 0`
/// @param tokens how many there are, the end of the turn included
public record Score(double logProbability, int tokens) {
    /// Of all tokens of an answer.
    public static Score of(List<TokenScore> tokens) {
        double sum = tokens.stream().mapToDouble(TokenScore::logProbability).sum();
        return new Score(sum, tokens.size());
    }

    /// The cross-entropy that training reports: nats a token.
    public double loss() {
        return -logProbability / tokens;
    }
}
