package dev.nunchi.app.ui.control;

/// Where a picture lies in a window that looks at it: how large it is drawn and how far it is
/// moved.
///
/// Immutable; lengths are in the window's pixels.
///
/// @param picture size of the picture
/// @param window size of what it is seen through
/// @param scale window pixels for each of the picture's
/// @param x of the picture's left edge
/// @param y of its top edge
public record PictureZoom(Size picture, Size window, double scale, double x, double y) {
    private static final double MOST = 16;

    /// Small pictures are enlarged to fill the window, but not until they are blurs.
    private static final double MOST_TO_FIT = 2;

    /// Nearer than this, two scales are the same.
    private static final double SAME = 1e-6;

    /// A width and a height, both above 0.
    public record Size(double width, double height) {
        public Size {
            if (!(width > 0 && height > 0)) {
                throw new IllegalArgumentException("%s x %s".formatted(width, height));
            }
        }
    }

    /// A part of the picture, in shares of its sides, `0..1`.
    public record Part(double x, double y, double width, double height) {}

    /// All of it, in the middle.
    public static PictureZoom fit(Size picture, Size window) {
        return new PictureZoom(picture, window, fitting(picture, window), 0, 0).kept();
    }

    private static double fitting(Size picture, Size window) {
        double across = window.width() / picture.width();
        double down = window.height() / picture.height();
        return Math.min(MOST_TO_FIT, Math.min(across, down));
    }

    /// Whether all of it is seen at once.
    public boolean isFit() {
        return scale <= fitting(picture, window) + SAME;
    }

    /// Larger or smaller around a point of the window, which stays over the same place.
    ///
    /// @param factor above 1 for larger
    public PictureZoom by(double factor, double atX, double atY) {
        double least = fitting(picture, window);
        double next = Math.clamp(scale * factor, least, Math.max(least, MOST));
        double grown = next / scale;
        return new PictureZoom(
                        picture, window, next, atX - (atX - x) * grown, atY - (atY - y) * grown)
                .kept();
    }

    /// The same around the middle.
    public PictureZoom by(double factor) {
        return by(factor, window.width() / 2, window.height() / 2);
    }

    /// Moved, as far as there is something to see.
    public PictureZoom moved(double dx, double dy) {
        return new PictureZoom(picture, window, scale, x + dx, y + dy).kept();
    }

    /// In a window of another size.
    public PictureZoom in(Size other) {
        if (isFit()) {
            return fit(picture, other);
        }
        double dx = (other.width() - window.width()) / 2;
        double dy = (other.height() - window.height()) / 2;
        return new PictureZoom(
                        picture, other, Math.max(scale, fitting(picture, other)), x + dx, y + dy)
                .kept();
    }

    /// What of the picture lies between two points of the window, as far as it lies in the picture;
    /// its sides may be 0.
    public Part between(double fromX, double fromY, double toX, double toY) {
        double left = across(Math.min(fromX, toX));
        double top = down(Math.min(fromY, toY));
        return new Part(
                left, top, across(Math.max(fromX, toX)) - left, down(Math.max(fromY, toY)) - top);
    }

    private double across(double atX) {
        return Math.clamp((atX - x) / (scale * picture.width()), 0, 1);
    }

    private double down(double atY) {
        return Math.clamp((atY - y) / (scale * picture.height()), 0, 1);
    }

    /// Without a gap on one side while something is hidden on the other.
    private PictureZoom kept() {
        return new PictureZoom(
                picture,
                window,
                scale,
                kept(x, scale * picture.width(), window.width()),
                kept(y, scale * picture.height(), window.height()));
    }

    private static double kept(double at, double drawn, double room) {
        return drawn <= room ? (room - drawn) / 2 : Math.clamp(at, room - drawn, 0);
    }
}
