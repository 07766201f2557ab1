package dev.nunchi.engine.quant;

import java.util.Arrays;

/// Blocks side by side: element `i` of block `b` lies in array `i` at `b`.
///
/// Sums over a block then run over the outer index, and every inner loop is over neighbouring
/// blocks, which the compiler turns into vector instructions: it must not reorder a sum of floats,
/// but there is none within a vector. All arrays of such a loop have one index, without an offset;
/// with one the compiler cannot tell that they do not overlap (measured: four times as slow). Lanes
/// beyond [#blocks()] hold zeros and are computed along.
final class Lanes {
    /// Elements of a block.
    static final int BLOCK = 32;

    /// Blocks side by side: every array of a value a block stays in the nearest cache.
    static final int WIDTH = 64;

    /// Adding and taking it away again rounds a float32 below 2²² to a whole number, halves to
    /// even.
    private static final float WHOLE = 0x1.8p23f;

    private final float[][] x = new float[BLOCK][WIDTH];
    private final float[][] steps = new float[BLOCK][WIDTH];
    private final float[] sumOfX = new float[WIDTH];
    private final float[] low = new float[WIDTH];
    private final float[] high = new float[WIDTH];
    private final float[] scales = new float[WIDTH];
    private final float[] minima = new float[WIDTH];
    private final float[] inverses = new float[WIDTH];
    private final float[] errors = new float[WIDTH];
    private int blocks;

    /// What least squares need of a block's steps `q` and values `x`.
    static final class Sums {
        final float[] q = new float[WIDTH];
        final float[] qq = new float[WIDTH];
        final float[] qx = new float[WIDTH];

        private void clear() {
            Arrays.fill(q, 0);
            Arrays.fill(qq, 0);
            Arrays.fill(qx, 0);
        }
    }

    /// Takes `count` blocks from the block numbered `first`, and finds their extremes and sums.
    void load(float[] values, int first, int count) {
        blocks = count;
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            for (int lane = 0; lane < count; lane++) {
                row[lane] = values[(first + lane) * BLOCK + i];
            }
            Arrays.fill(row, count, WIDTH, 0);
        }
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        Arrays.fill(sumOfX, 0);
        for (var row : x) {
            for (int b = 0; b < WIDTH; b++) {
                low[b] = Math.min(low[b], row[b]);
                high[b] = Math.max(high[b], row[b]);
                sumOfX[b] += row[b];
            }
        }
    }

    int blocks() {
        return blocks;
    }

    /// The least element of each block.
    float[] low() {
        return low;
    }

    /// The greatest element of each block.
    float[] high() {
        return high;
    }

    /// The sum of each block's elements.
    float[] sumOfX() {
        return sumOfX;
    }

    float scale(int lane) {
        return scales[lane];
    }

    float minimum(int lane) {
        return minima[lane];
    }

    /// Which step element `i` of a block went to.
    int step(int i, int lane) {
        return (int) steps[i][lane];
    }

    /// The sums of the steps that elements go to with these scales and minima.
    void sums(float[] scale, float[] minimum, BlockFit.Range range, Sums sums) {
        sums.clear();
        invert(scale);
        float least = range.least();
        float most = range.most();
        for (var row : x) {
            for (int b = 0; b < WIDTH; b++) {
                float value = row[b];
                float whole = (value - minimum[b]) * inverses[b] + WHOLE - WHOLE;
                float q = Math.min(Math.max(whole, least), most);
                sums.q[b] += q;
                sums.qq[b] += q * q;
                sums.qx[b] += q * value;
            }
        }
    }

    /// Sets every element's step and every block's squared error for these scales and minima.
    void settle(float[] scale, float[] minimum, BlockFit.Range range) {
        System.arraycopy(scale, 0, scales, 0, WIDTH);
        System.arraycopy(minimum, 0, minima, 0, WIDTH);
        invert(scale);
        Arrays.fill(errors, 0);
        float least = range.least();
        float most = range.most();
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            var step = steps[i];
            for (int b = 0; b < WIDTH; b++) {
                float value = row[b];
                float whole = (value - minima[b]) * inverses[b] + WHOLE - WHOLE;
                float q = Math.min(Math.max(whole, least), most);
                float difference = q * scales[b] + minima[b] - value;
                step[b] = q;
                errors[b] += difference * difference;
            }
        }
    }

    /// Of each block, as [#settle] left it.
    float[] errors() {
        return errors;
    }

    private void invert(float[] scale) {
        for (int b = 0; b < WIDTH; b++) {
            inverses[b] = scale[b] == 0 ? 0 : 1 / scale[b];
        }
    }

    double squaredError() {
        double sum = 0;
        for (int lane = 0; lane < blocks; lane++) {
            sum += errors[lane];
        }
        return sum;
    }

    double squaredSum() {
        double sum = 0;
        for (var row : x) {
            for (int lane = 0; lane < blocks; lane++) {
                sum += (double) row[lane] * row[lane];
            }
        }
        return sum;
    }
}
