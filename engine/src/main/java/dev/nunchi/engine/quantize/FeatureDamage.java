package dev.nunchi.engine.quantize;

/// How far the features of a packed vision tower are from those of the original.
///
/// @param relativeError root mean square of the difference over that of the features
/// @param cosine mean cosine of the angle between both, one feature after another: 1 if they agree
public record FeatureDamage(double relativeError, double cosine) {
    /// The largest error that is taken. Weights of 4 bits are 8 % off; features, which all that a
    /// model says of a picture rests on, are to lose clearly less than words do.
    public static final double LARGEST_ERROR = 0.03;

    /// Whether the packed tower may stand for the original.
    public boolean isFaithful() {
        return relativeError <= LARGEST_ERROR;
    }
}
