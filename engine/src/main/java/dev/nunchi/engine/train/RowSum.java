package dev.nunchi.engine.train;

import dev.nunchi.engine.tensor.Tensor;

/// A matrix to whose rows others are added.
///
/// @param sum `[rows, D]` float32
record RowSum(Tensor sum) {
    /// Adds `factor` times a row of another matrix of this width.
    void add(int row, Tensor other, long from, float factor) {
        int width = Math.toIntExact(sum.shape().dim(1));
        var mine = new float[width];
        var its = new float[width];
        sum.read((long) row * width, mine, 0, width);
        other.read(from * width, its, 0, width);
        for (int i = 0; i < width; i++) {
            mine[i] += factor * its[i];
        }
        sum.write((long) row * width, mine, 0, width);
    }

    void scale(float factor) {
        int width = Math.toIntExact(sum.shape().dim(1));
        var row = new float[width];
        for (long at = 0; at < sum.shape().count(); at += width) {
            sum.read(at, row, 0, width);
            for (int i = 0; i < width; i++) {
                row[i] *= factor;
            }
            sum.write(at, row, 0, width);
        }
    }
}
