package dev.nunchi.engine.generate;

/// How likely a model finds a given answer.
///
/// @param logProbability natural logarithm of the answer's probability: the sum over its tokens,
///   `<= 0`
/// @param tokens how many there are, the end of the turn included
public record Score(double logProbability, int tokens) {
    /// The cross-entropy that training reports: nats a token.
    public double loss() {
        return -logProbability / tokens;
    }
}
