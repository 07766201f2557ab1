package dev.nunchi.engine.quantize;

/// Compares features, one picture's after another.
final class FeatureSums {
    private double squaredError;
    private double squaredSum;
    private double cosines;
    private long rows;

    /// @param expected rows of `width`
    void add(float[] expected, float[] found, int width) {
        for (int start = 0; start < expected.length; start += width) {
            addRow(expected, found, start, width);
        }
    }

    private void addRow(float[] expected, float[] found, int start, int width) {
        double product = 0;
        double expectedSquares = 0;
        double foundSquares = 0;
        for (int i = start; i < start + width; i++) {
            double difference = (double) found[i] - expected[i];
            squaredError += difference * difference;
            product += (double) found[i] * expected[i];
            expectedSquares += (double) expected[i] * expected[i];
            foundSquares += (double) found[i] * found[i];
        }
        squaredSum += expectedSquares;
        cosines += product / Math.sqrt(expectedSquares * foundSquares);
        rows++;
    }

    FeatureDamage result() {
        return new FeatureDamage(Math.sqrt(squaredError / squaredSum), cosines / rows);
    }
}
