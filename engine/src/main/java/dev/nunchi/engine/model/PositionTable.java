package dev.nunchi.engine.model;

import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

/// A vision transformer's table of positions: a row for the class token, then a square of rows.
///
/// @param values `[1 + side², Dv]`, row-major
@SuppressWarnings("ArrayRecordComponent") // read once, while a graph is built
record PositionTable(float[] values, int side) {
    /// The `a` of PyTorch's bicubic interpolation.
    private static final double SHARPNESS = -0.75;

    private static final int TAPS = 4;

    /// The table for a square of another side: the class token's row as it is, the others bicubic
    /// with pixel centres at halves and the border repeated, without antialiasing, as
    /// `interpolate_pos_encoding` of transformers' `modeling_dinov2.py` does it.
    ///
    /// @return `[1, 1 + other², Dv]`
    Tensor resized(int other) {
        int width = values.length / (1 + side * side);
        var into = new float[(1 + other * other) * width];
        System.arraycopy(values, 0, into, 0, width);
        for (int y = 0; y < other; y++) {
            for (int x = 0; x < other; x++) {
                mix(place(y, other), place(x, other), into, (1 + y * other + x) * width);
            }
        }
        return Tensor.ofFloats(Shape.of(1, 1 + (long) other * other, width), into);
    }

    private double place(int index, int other) {
        return (index + 0.5) * side / other - 0.5;
    }

    private void mix(double y, double x, float[] into, int at) {
        int width = values.length / (1 + side * side);
        for (int i = 0; i < width; i++) {
            double sum = 0;
            for (int line = 0; line < TAPS; line++) {
                for (int column = 0; column < TAPS; column++) {
                    int row = 1 + tap(y, line) * side + tap(x, column);
                    sum += weight(y, line) * weight(x, column) * values[row * width + i];
                }
            }
            into[at + i] = (float) sum;
        }
    }

    private int tap(double place, int tap) {
        return Math.clamp((long) Math.floor(place) - 1 + tap, 0, side - 1);
    }

    private static double weight(double place, int tap) {
        double distance = Math.abs(place - Math.floor(place) + 1 - tap);
        double a = SHARPNESS;
        return distance <= 1
                ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
                : ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
    }
}
