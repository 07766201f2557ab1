package dev.nunchi.app.teach;

import java.util.Locale;

/// A thing in a picture and where it is: the paper's "category and bounding box".
///
/// Coordinates are parts of the picture's width and height, `0..1`, from the top left corner.
///
/// @param category what it is, in the data's words, e.g. `dining table`
/// @param x0 left edge
/// @param y0 upper edge
/// @param x1 right edge, not left of `x0`
/// @param y1 lower edge, not above `y0`
public record Box(String category, double x0, double y0, double x1, double y1) {
    private static final String GROUP = "group of ";

    public Box {
        if (category.isBlank()) {
            throw new IllegalArgumentException("a box of nothing");
        }
        if (!(0 <= x0 && x0 <= x1 && x1 <= 1 && 0 <= y0 && y0 <= y1 && y1 <= 1)) {
            throw new IllegalArgumentException(
                    "not in 0..1 or turned round: %s, %s, %s, %s".formatted(x0, y0, x1, y1));
        }
    }

    /// A box of data that rounding may have pushed over the picture's edge, cut at the edge.
    ///
    /// @throws IllegalArgumentException if a corner is no number or the box is turned round
    public static Box clamped(String category, double x0, double y0, double x1, double y1) {
        return new Box(category, unit(x0), unit(y0), unit(x1), unit(y1));
    }

    /// The category of a box around many things of one kind that nobody has counted.
    public static String group(String category) {
        return GROUP + category;
    }

    /// Whether the box is around many things that nobody has counted.
    public boolean isGroup() {
        return category.startsWith(GROUP);
    }

    /// What it is, or what the group is of.
    public String thing() {
        return isGroup() ? category.substring(GROUP.length()) : category;
    }

    /// As a language model without eyes is told of it: category and corners to three digits.
    public String symbols() {
        return String.format(Locale.ROOT, "%s: [%.3f, %.3f, %.3f, %.3f]", category, x0, y0, x1, y1);
    }

    private static double unit(double value) {
        return Math.clamp(value, 0.0, 1.0);
    }

    public double width() {
        return x1 - x0;
    }

    public double height() {
        return y1 - y0;
    }

    /// Part of the picture that it covers, `0..1`.
    public double area() {
        return width() * height();
    }

    public double centerX() {
        return (x0 + x1) / 2;
    }

    public double centerY() {
        return (y0 + y1) / 2;
    }
}
