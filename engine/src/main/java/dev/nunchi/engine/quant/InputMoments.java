package dev.nunchi.engine.quant;

/// How the elements of a row of weights hang together through what they are multiplied by: second
/// moments `H = mean(x·xᵀ)` of the input, within each block of 32.
///
/// What an error `e` of a block's weights does to the product is `eᵀ·H·e`. The diagonal says what
/// errors weigh. Errors of elements that are rounded can be made up for by those that are not yet:
/// with `H = U·D·Uᵀ`, `U` unit upper triangular, each error `e_i` is best answered by taking `e_i·
/// (U⁻¹)_ij` from every later element `j`.
///
/// Source: E. Frantar et al., *GPTQ* (2022), here block by block, so that it costs a hundredth.
/// Immutable.
public final class InputMoments {
    /// Nothing is known of the inputs.
    public static final InputMoments UNKNOWN = new InputMoments(new float[0], new float[0]);

    private static final int BLOCK = Lanes.BLOCK;
    private static final int SQUARE = BLOCK * BLOCK;

    /// Added to the diagonal, as a part of its mean: two short texts are not all that is to come.
    private static final double DAMPING = 0.01;

    private final float[] weights;
    private final float[] answers;

    private InputMoments(float[] weights, float[] answers) {
        this.weights = weights;
        this.answers = answers;
    }

    /// @param moments `[K/32, 32, 32]`, row-major, up to a factor; zeros for inputs that were
    ///   silent
    public static InputMoments of(float[] moments) {
        int blocks = moments.length / SQUARE;
        var weights = new float[blocks * BLOCK];
        var answers = new float[moments.length];
        for (int block = 0; block < blocks; block++) {
            double[] h = damped(moments, block * SQUARE);
            for (int i = 0; i < BLOCK; i++) {
                weights[block * BLOCK + i] = (float) h[i * BLOCK + i];
            }
            answers(h, answers, block * SQUARE);
        }
        return new InputMoments(weights, answers);
    }

    private static double[] damped(float[] moments, int at) {
        var h = new double[SQUARE];
        double trace = 0;
        for (int i = 0; i < SQUARE; i++) {
            h[i] = moments[at + i];
            trace += i % (BLOCK + 1) == 0 ? h[i] : 0;
        }
        // A block that nothing is known of has no ties between its elements.
        double floor = trace > 0 ? DAMPING * trace / BLOCK : 1;
        for (int i = 0; i < BLOCK; i++) {
            h[i * BLOCK + i] += floor;
        }
        return h;
    }

    /// `U⁻¹` of `h = U·D·Uᵀ`, which is left in `h`.
    private static void answers(double[] h, float[] into, int at) {
        for (int k = BLOCK - 1; k >= 0; k--) {
            for (int i = 0; i < k; i++) {
                double u = h[i * BLOCK + k] / h[k * BLOCK + k];
                for (int j = 0; j <= i; j++) {
                    h[j * BLOCK + i] -= h[j * BLOCK + k] * u;
                }
            }
            for (int i = 0; i < k; i++) {
                h[i * BLOCK + k] /= h[k * BLOCK + k];
            }
        }
        for (int i = 0; i < BLOCK; i++) {
            for (int j = i + 1; j < BLOCK; j++) {
                double sum = h[i * BLOCK + j];
                for (int k = i + 1; k < j; k++) {
                    sum += into[at + i * BLOCK + k] * h[k * BLOCK + j];
                }
                into[at + i * BLOCK + j] = (float) -sum;
            }
        }
    }

    /// Elements of a row; 0 if nothing is known.
    public int width() {
        return weights.length;
    }

    /// What an error of a row's element weighs.
    float weight(int element) {
        return weights[element];
    }

    /// What an error of 1 of element `i` of a block changes of element `j > i`.
    float answer(int block, int i, int j) {
        return answers[block * SQUARE + i * BLOCK + j];
    }
}
