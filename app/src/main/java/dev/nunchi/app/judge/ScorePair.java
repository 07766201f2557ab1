package dev.nunchi.app.judge;

/// What a judge gives the two answers to one question.
///
/// The judge is asked for 1 to 10; the published reviews hold a 0 too, for an answer that is not
/// there.
///
/// @param first of the answer shown first, [#LOWEST] to [#HIGHEST]
/// @param second of the other
public record ScorePair(double first, double second) {
    public static final double LOWEST = 0;
    public static final double HIGHEST = 10;

    public ScorePair {
        if (!isScore(first) || !isScore(second)) {
            throw new IllegalArgumentException("scores %s and %s".formatted(first, second));
        }
    }

    /// Whether a number is one of the scale; halves and others between are.
    public static boolean isScore(double number) {
        return number >= LOWEST && number <= HIGHEST;
    }

    /// The same answers in the other order.
    public ScorePair swapped() {
        return new ScorePair(second, first);
    }
}
