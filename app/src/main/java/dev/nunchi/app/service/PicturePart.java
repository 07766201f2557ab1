package dev.nunchi.app.service;

/// A part of a picture, in shares of its sides.
///
/// @param x of the left edge, `0..1`
/// @param y of the upper edge, `0..1`
/// @param width above 0
/// @param height above 0
public record PicturePart(double x, double y, double width, double height) {
    public PicturePart {
        if (!(width > 0 && height > 0)) {
            throw new IllegalArgumentException("%s x %s of a picture".formatted(width, height));
        }
    }
}
