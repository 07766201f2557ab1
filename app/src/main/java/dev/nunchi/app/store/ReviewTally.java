package dev.nunchi.app.store;

/// How far a reviewer is.
///
/// @param rows of the set
public record ReviewTally(int rows, int accepted, int edited, int rejected) {
    public static final ReviewTally NONE = new ReviewTally(0, 0, 0, 0);

    public int decided() {
        return accepted + edited + rejected;
    }

    public int kept() {
        return accepted + edited;
    }
}
