package dev.nunchi.app.ui.chat;

/// How much of the model's context the conversation with its draft takes.
///
/// @param pictureTokens tokens that stand for pictures
/// @param otherTokens all others
/// @param contextLength of the model, `>= 1`
public record ContextUse(int pictureTokens, int otherTokens, int contextLength) {
    public double pictureShare() {
        return Math.min(1, pictureTokens / (double) contextLength);
    }

    public double otherShare() {
        return Math.min(1 - pictureShare(), otherTokens / (double) contextLength);
    }

    /// Less than a hundredth is not worth a look.
    public boolean isWorthShowing() {
        return 100L * (pictureTokens + otherTokens) >= contextLength;
    }

    /// The oldest turns will be left out of the prompt.
    public boolean overflows() {
        return pictureTokens + otherTokens > contextLength;
    }
}
