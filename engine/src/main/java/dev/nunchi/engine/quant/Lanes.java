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
    private final float[][] wanted = new float[BLOCK][WIDTH];
    private final float[] missed = new float[WIDTH];
    private final float[][] weights = new float[BLOCK][WIDTH];
    private final float[] sumOfWeights = new float[WIDTH];
    private final float[] sumOfX = new float[WIDTH];
    private final float[] level = new float[WIDTH];
    private final float[] low = new float[WIDTH];
    private final float[] high = new float[WIDTH];
    private final float[] scales = new float[WIDTH];
    private final float[] minima = new float[WIDTH];
    private final float[] inverses = new float[WIDTH];
    private final float[] errors = new float[WIDTH];
    private final float[] weightedErrors = new float[WIDTH];
    private int blocks;

    /// What weighted least squares need of a block's steps `q` and values `x`: `Σwq`, `Σwqq`,
    /// `Σwqx`.
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

    /// Takes blocks and finds their extremes and sums.
    ///
    /// @param first where the first block begins
    /// @param stride elements from a block's beginning to that of the next
    void load(float[] values, int first, int stride, int count) {
        blocks = count;
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            for (int lane = 0; lane < count; lane++) {
                row[lane] = values[first + lane * stride + i];
            }
            Arrays.fill(row, count, WIDTH, 0);
        }
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        for (var row : x) {
            for (int b = 0; b < WIDTH; b++) {
                low[b] = Math.min(low[b], row[b]);
                high[b] = Math.max(high[b], row[b]);
            }
        }
    }

    /// Gives elements their weights `√mean(x²) + |x|` in a search, and sums them up.
    ///
    /// Plain squares make a search cut off outliers, which the model needs more than their number
    /// tells: with them Q4_0 of the default model lost more by searching (KL 0.366) than by
    /// rounding to nearest (0.335); with these weights less (0.328).
    void weighBySize() {
        Arrays.fill(level, 0);
        for (var row : x) {
            for (int b = 0; b < WIDTH; b++) {
                level[b] += row[b] * row[b];
            }
        }
        for (int b = 0; b < WIDTH; b++) {
            level[b] = (float) Math.sqrt(level[b] / BLOCK);
        }
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            var weight = weights[i];
            for (int b = 0; b < WIDTH; b++) {
                weight[b] = level[b] + Math.abs(row[b]);
            }
        }
        sumUp();
    }

    /// Gives the elements of blocks, which are the same one in different rows, the weights that
    /// their inputs give them, and sums them up.
    void weighByInputs(InputMoments inputs, int block) {
        for (int i = 0; i < BLOCK; i++) {
            Arrays.fill(weights[i], inputs.weight(block * BLOCK + i));
        }
        sumUp();
    }

    private void sumUp() {
        Arrays.fill(sumOfWeights, 0);
        Arrays.fill(sumOfX, 0);
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            var weight = weights[i];
            for (int b = 0; b < WIDTH; b++) {
                sumOfWeights[b] += weight[b];
                sumOfX[b] += weight[b] * row[b];
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

    /// `Σw` of each block.
    float[] sumOfWeights() {
        return sumOfWeights;
    }

    /// `Σwx` of each block.
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
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            var weight = weights[i];
            for (int b = 0; b < WIDTH; b++) {
                float value = row[b];
                float whole = (value - minimum[b]) * inverses[b] + WHOLE - WHOLE;
                float q = Math.min(Math.max(whole, least), most);
                float weighted = weight[b] * q;
                sums.q[b] += weighted;
                sums.qq[b] += weighted * q;
                sums.qx[b] += weighted * value;
            }
        }
    }

    /// Sets every element's step and every block's squared error for these scales and minima.
    void settle(float[] scale, float[] minimum, BlockFit.Range range) {
        System.arraycopy(scale, 0, scales, 0, WIDTH);
        System.arraycopy(minimum, 0, minima, 0, WIDTH);
        invert(scale);
        Arrays.fill(errors, 0);
        Arrays.fill(weightedErrors, 0);
        float least = range.least();
        float most = range.most();
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            var step = steps[i];
            var weight = weights[i];
            for (int b = 0; b < WIDTH; b++) {
                float value = row[b];
                float whole = (value - minima[b]) * inverses[b] + WHOLE - WHOLE;
                float q = Math.min(Math.max(whole, least), most);
                float difference = q * scales[b] + minima[b] - value;
                step[b] = q;
                float square = difference * difference;
                errors[b] += square;
                weightedErrors[b] += weight[b] * square;
            }
        }
    }

    /// As [#settle] with the scales and minima that are set, where each element makes up for the
    /// errors of those before it.
    void settleInTurn(BlockFit.Range range, InputMoments inputs, int block) {
        Arrays.fill(errors, 0);
        for (int i = 0; i < BLOCK; i++) {
            System.arraycopy(x[i], 0, wanted[i], 0, WIDTH);
        }
        float least = range.least();
        float most = range.most();
        for (int i = 0; i < BLOCK; i++) {
            var row = x[i];
            var step = steps[i];
            var aim = wanted[i];
            for (int b = 0; b < WIDTH; b++) {
                float whole = (aim[b] - minima[b]) * inverses[b] + WHOLE - WHOLE;
                float q = Math.min(Math.max(whole, least), most);
                float became = q * scales[b] + minima[b];
                float difference = became - row[b];
                step[b] = q;
                missed[b] = aim[b] - became;
                errors[b] += difference * difference;
            }
            for (int j = i + 1; j < BLOCK; j++) {
                var later = wanted[j];
                float answer = inputs.answer(block, i, j);
                for (int b = 0; b < WIDTH; b++) {
                    later[b] -= missed[b] * answer;
                }
            }
        }
    }

    /// Weighted squared error of each block, as [#settle] left it.
    float[] weightedErrors() {
        return weightedErrors;
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
