package dev.nunchi.app.ui.train;

import java.util.ArrayList;
import java.util.List;

/// Round values along an axis: multiples of 1, 2 or 5 times a power of ten.
///
/// @param step distance of two values
/// @param values ascending; the first at or below the least datum, the last at or above the
///   greatest
record Ticks(double step, List<Double> values) {
    /// @param wanted about how many values, `>= 2`
    static Ticks around(double least, double greatest, int wanted) {
        double span = greatest > least ? greatest - least : Math.max(Math.abs(least), 1) * 0.1;
        double step = round(span / (wanted - 1));
        double first = Math.floor(least / step);
        double last = Math.max(Math.ceil(greatest / step), first + 1);
        var values = new ArrayList<Double>();
        for (double i = first; i <= last; i++) {
            values.add(i * step);
        }
        return new Ticks(step, List.copyOf(values));
    }

    private static double round(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        if (digit <= 1) {
            return power;
        }
        if (digit <= 2) {
            return 2 * power;
        }
        return digit <= 5 ? 5 * power : 10 * power;
    }

    double first() {
        return values.getFirst();
    }

    double last() {
        return values.getLast();
    }

    /// Digits after the decimal point that tell neighbours apart.
    int fractionDigits() {
        return (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    }
}
