package dev.nunchi.app.ui.models;

/// Whether a model will fit into the memory of this computer; a guess, made before it is opened.
///
/// @param needed bytes that opening and answering take, about
/// @param installed bytes of memory that the computer has
public record MemoryFit(long needed, long installed) {
    // Weights once, a quarter more for context, activations and the program.
    private static final double OVER_WEIGHTS = 1.25;
    private static final long BASE_BYTES = 250_000_000;
    private static final double COMFORTABLE = 0.6;
    private static final double POSSIBLE = 0.9;

    /// What the figures mean.
    public enum Verdict {
        GOOD,
        TIGHT,
        TOO_LARGE
    }

    /// @param weights bytes of an open model's weights
    static MemoryFit of(long weights, long installed) {
        return new MemoryFit(BASE_BYTES + (long) (weights * OVER_WEIGHTS), installed);
    }

    public Verdict verdict() {
        double share = (double) needed / installed;
        if (share <= COMFORTABLE) {
            return Verdict.GOOD;
        }
        return share <= POSSIBLE ? Verdict.TIGHT : Verdict.TOO_LARGE;
    }
}
