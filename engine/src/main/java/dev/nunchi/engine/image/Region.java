package dev.nunchi.engine.image;

/// A rectangle of a picture, in its pixels; may reach beyond its edges.
///
/// @param width `> 0`
/// @param height `> 0`
public record Region(double x, double y, double width, double height) {
    public Region {
        if (!(width > 0 && height > 0)) {
            throw new IllegalArgumentException("%s x %s pixels".formatted(width, height));
        }
    }

    /// All of a picture.
    public static Region whole(Picture picture) {
        return new Region(0, 0, picture.width(), picture.height());
    }
}
